import { ruleNamed } from '../core/deciding-rule';
import type { Policy } from '../core/policy';
import type { ReceivedBy } from '../core/received-by';
import type { SourceRule } from '../core/source-rule';
import type { Result } from '../messages/result-schema';
import { resultSchema } from '../messages/result-schema';
import type { PreviewDependencies } from '../app/preview-message';
import { previewMessage } from '../app/preview-message';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { judgedAs } from './foreseen';
import type { MessageFile } from './message-files';
import { table } from './table';
import type { Terminal } from './terminal';

export interface WhatIfEnvironment {
  readonly terminal: Terminal;
  readonly connectPreview: () => Promise<PreviewDependencies>;
}

export interface PreviewOptions {
  /** Whether each alert counts as raised just now. */
  readonly asNew?: boolean;
  /** The sender by whom the messages are judged. */
  readonly receivedBy: ReceivedBy;
}

interface Previewed {
  readonly file: string;
  readonly data: Result['data'];
}

/**
 * Reads messages in any format, does every step that reads, and prints what would happen to which users and why. It is
 * the app itself in its preview mode, with ports that cannot change anything.
 */
export async function whatIf(
  files: readonly MessageFile[],
  { json = false, ...options }: PreviewOptions & { readonly json?: boolean },
  environment: WhatIfEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  const dependencies = await environment.connectPreview();
  const previewed: Previewed[] = [];
  for (const { file, body } of files) {
    for (const data of await preview(dependencies, { file, body }, options)) previewed.push({ file, data });
  }
  if (json) for (const { file, data } of previewed) terminal.out(JSON.stringify({ file, ...data }));
  else {
    for (const line of report(previewed, dependencies.policy)) terminal.out(line);
    terminal.out(judgedAs(options.receivedBy));
  }
  return exitCode.done;
}

async function preview(
  dependencies: PreviewDependencies,
  { file, body }: MessageFile,
  options: PreviewOptions,
): Promise<readonly Result['data'][]> {
  const preview = await previewMessage(dependencies, { name: file, body, ...options });
  if (preview.kind === 'later') {
    throw new Error(`${file}: cannot be previewed now (${preview.reason}). Try again later.`);
  }
  return preview.messages.map(
    ({ body: bytes }) => resultSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).data,
  );
}

/** @param home the policy of the home tenant, with the operator's rules on which events act */
function report(
  previewed: readonly Previewed[],
  { tenantId, sources }: Pick<Policy, 'tenantId' | 'sources'>,
): string[] {
  const withTenants = previewed.some(({ data }) => (data.tenantId ?? tenantId) !== tenantId);
  const withEvents = previewed.some(({ data }) => (data.event ?? data.sourceRule) !== undefined);
  const rows = previewed.map(({ file, data }) => [
    file,
    ...(withTenants ? [data.tenantId ?? '-'] : []),
    data.user?.userPrincipalName ?? data.user?.reference ?? '-',
    wouldBe(data, sources),
    ...(withEvents ? [data.event ?? '-', data.sourceRule ?? '-'] : []),
    data.detail ?? data.alert?.title ?? '-',
  ]);
  const counts = new Map<string, number>();
  for (const { data } of previewed) {
    const would = wouldBe(data, sources);
    counts.set(would, (counts.get(would) ?? 0) + 1);
  }
  const total = [...counts].map(([would, count]) => `${String(count)} ${would}`).join(', ');
  const hint = counts.has('expired')
    ? ['Requests are judged at their age of now; --as-new judges them as if they had just been raised.']
    : [];
  const headings = [
    'FILE',
    ...(withTenants ? ['TENANT'] : []),
    'USER',
    'WOULD BE',
    ...(withEvents ? ['EVENT', 'RULE'] : []),
    'REASON',
  ];
  return [...table(headings, rows), '', `Nothing was changed. ${total}.`, ...hint];
}

/** What the app would answer: nobody is signed out for an event that a rule only previews. */
function wouldBe({ predicted, status, sourceRule }: Result['data'], sources: readonly SourceRule[]): string {
  const previews = sourceRule !== undefined && ruleNamed(sourceRule, sources)?.effect === 'whatIf';
  return previews && predicted === 'signOutPending' ? 'whatIf' : (predicted ?? status);
}
