import type { ResultMessage } from '../messages/result-message';
import type { Result } from '../messages/result-schema';
import { resultSchema } from '../messages/result-schema';
import type { InboxMessage } from '../ports/ports';
import type { Dependencies } from '../app/dependencies';
import { processMessage } from '../app/process-message';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { table } from './table';
import type { Terminal } from './terminal';

/** All that a preview needs of the outside world; what would change it is not among it. */
export type PreviewDependencies = Omit<
  Dependencies,
  'results' | 'rejectedMessages' | 'postponedMessages' | 'inbox' | 'revoker' | 'telemetry'
>;

export interface WhatIfEnvironment {
  readonly terminal: Terminal;
  readonly connectPreview: () => Promise<PreviewDependencies>;
}

interface Previewed {
  readonly file: string;
  readonly data: Result['data'];
}

/**
 * Reads messages in any format, does every step that reads, and prints what would happen to whom and why. It goes the
 * very way of the app, in its preview mode, with nothing at its end that could change anything.
 */
export async function whatIf(
  files: readonly { readonly file: string; readonly body: Uint8Array }[],
  { json = false, asNew = false }: { readonly json?: boolean; readonly asNew?: boolean },
  environment: WhatIfEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  const dependencies = await environment.connectPreview();
  const previewed: Previewed[] = [];
  for (const { file, body } of files) {
    for (const data of await preview(dependencies, file, body, asNew)) previewed.push({ file, data });
  }
  if (json) for (const { file, data } of previewed) terminal.out(JSON.stringify({ file, ...data }));
  else for (const line of report(previewed)) terminal.out(line);
  return exitCode.done;
}

async function preview(
  dependencies: PreviewDependencies,
  file: string,
  body: Uint8Array,
  asNew: boolean,
): Promise<readonly Result['data'][]> {
  const told: ResultMessage[] = [];
  const now = dependencies.clock.now().toISOString();
  const origin = { messageId: file, enqueuedAt: now };
  const { postponed } = await processMessage(
    { ...dependencies, ...withoutEffects(told), policy: { ...dependencies.policy, mode: 'whatIf' } },
    { body, lineage: { origin, attempts: 0, ...(asNew && { refreshedAt: now }) } },
  );
  if (postponed) throw new Error(`${file}: cannot be previewed now (${postponed.because}). Try again later.`);
  return told.map(({ body: bytes }) => resultSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).data);
}

/** The end of the way: outcomes are noted, and whatever would change something is a bug. */
function withoutEffects(told: ResultMessage[]): Omit<Dependencies, keyof PreviewDependencies> {
  const never = (what: string) => (): never => {
    throw new Error(`A preview was about to ${what}.`);
  };
  return {
    results: { publish: (message) => Promise.resolve(void told.push(message)) },
    revoker: { method: 'graph', revoke: never('sign somebody out'), pausedForMs: () => 0 },
    inbox: { put: (_message: InboxMessage) => never('send a message')() },
    // What could not be done is told in its outcome, and the file is still there.
    rejectedMessages: { keep: () => Promise.resolve() },
    postponedMessages: { postpone: () => Promise.resolve() },
    telemetry: { record: () => undefined },
  };
}

const HEADINGS = ['FILE', 'USER', 'WOULD BE', 'WHY'];

function report(previewed: readonly Previewed[]): string[] {
  const rows = previewed.map(({ file, data }) => [
    file,
    data.user?.userPrincipalName ?? data.user?.reference ?? '-',
    data.predicted ?? data.status,
    data.detail ?? data.alert?.title ?? '-',
  ]);
  const counts = new Map<string, number>();
  for (const [, , would = ''] of rows) counts.set(would, (counts.get(would) ?? 0) + 1);
  const total = [...counts].map(([would, count]) => `${String(count)} ${would}`).join(', ');
  const hint = counts.has('expired')
    ? ['What is expired is judged as of now; --as-new judges it as if it had just been raised.']
    : [];
  return [...table(HEADINGS, rows), '', `Nothing was changed. ${total}.`, ...hint];
}
