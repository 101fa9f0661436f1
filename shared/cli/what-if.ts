import { ruleNamed } from '../core/deciding-rule';
import type { Status } from '../core/outcome';
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
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print } from './output/print';
import type { Previewed } from './preview-view';
import { previewView } from './preview-view';
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

/**
 * Reads messages in any format, does every step that reads, and prints what would happen to which users and why. It is
 * the app itself in its preview mode, with ports that cannot change anything.
 */
export async function whatIf(
  files: readonly MessageFile[],
  { output, ...options }: PreviewOptions & { readonly output: Output },
  environment: WhatIfEnvironment,
): Promise<ExitCode> {
  const dependencies = await environment.connectPreview();
  const { policy } = dependencies;
  const previewed: Previewed[] = [];
  for (const { file, body } of files) {
    for (const data of await preview(dependencies, { file, body }, options)) {
      previewed.push({ file, data, wouldBe: wouldBe(data, policy.sources) });
    }
  }
  await print(previewed, previewView(policy.tenantId), output);
  if (isForPeople(output)) for (const line of totals(previewed, options)) output.terminal.out(line);
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

function totals(previewed: readonly Previewed[], { receivedBy }: PreviewOptions): readonly string[] {
  const counts = new Map<string, number>();
  for (const { wouldBe: would } of previewed) counts.set(would, (counts.get(would) ?? 0) + 1);
  const total = [...counts].map(([would, count]) => `${String(count)} ${would}`).join(', ');
  const hint = counts.has('expired')
    ? ['Requests are judged at their age of now; --as-new judges them as if they had just been raised.']
    : [];
  return ['', `Nothing was changed. ${total}.`, ...hint, judgedAs(receivedBy)];
}

/** What the app would answer: nobody is signed out for an event that a rule only previews. */
function wouldBe({ predicted, status, sourceRule }: Result['data'], sources: readonly SourceRule[]): Status {
  const previews = sourceRule !== undefined && ruleNamed(sourceRule, sources)?.effect === 'whatIf';
  return previews && predicted === 'signOutPending' ? 'whatIf' : (predicted ?? status);
}
