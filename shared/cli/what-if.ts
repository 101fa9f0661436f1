import type { ReceivedBy } from '../core/received-by';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { judgedAs } from './foreseen';
import type { MessageFile } from './message-files';
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print } from './output/print';
import type { Previewed } from './preview-view';
import { previewView } from './preview-view';
import type { OutcomeRecord } from './records';
import type { Preview } from './service';
import type { ServiceEnvironment } from './service-environment';

export interface PreviewOptions {
  /** Whether each alert counts as raised just now. */
  readonly asNew?: boolean;
  /** The sender by whom the messages are judged; absent: the person who asks, or with queue and ledger the queue. */
  readonly receivedBy?: ReceivedBy;
}

/**
 * Reads messages in any format, does every step that reads, and prints what would happen to which users and why. It is
 * the app itself in its preview mode, with ports that cannot change anything.
 */
export async function whatIf(
  files: readonly MessageFile[],
  { output, ...options }: PreviewOptions & { readonly output: Output },
  { service }: Pick<ServiceEnvironment, 'service'>,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    const previewed: Previewed[] = [];
    const judged: { by?: string; home?: string | undefined } = {};
    for (const file of files) {
      const preview = await app.preview(file, options);
      judged.by = preview.receivedBy;
      judged.home = preview.home;
      for (const outcome of preview.outcomes)
        previewed.push({ file: file.file, outcome, wouldBe: wouldBe(outcome, preview) });
    }
    await print(previewed, previewView(judged.home), output);
    if (isForPeople(output)) for (const line of totals(previewed, judged.by)) output.terminal.out(line);
    return exitCode.done;
  });
}

function totals(previewed: readonly Previewed[], by: string | undefined): readonly string[] {
  const counts = new Map<string, number>();
  for (const { wouldBe: would } of previewed) counts.set(would, (counts.get(would) ?? 0) + 1);
  const total = [...counts].map(([would, count]) => `${String(count)} ${would}`).join(', ');
  const hint = counts.has('expired')
    ? ['Requests are judged at their age of now; --as-new judges them as if they had just been raised.']
    : [];
  return ['', `Nothing was changed. ${total}.`, ...hint, ...(by === undefined ? [] : [judgedAs(by)])];
}

/** What the app would answer: nobody is signed out for an event that a rule only previews. */
function wouldBe({ predicted, status, sourceRule }: OutcomeRecord, { previews }: Preview): string {
  const isPreviewed = sourceRule !== undefined && previews(sourceRule);
  return isPreviewed && predicted === 'signOutPending' ? 'whatIf' : (predicted ?? status);
}
