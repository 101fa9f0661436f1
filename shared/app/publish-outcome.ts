import { compact } from '../core/compact';
import type { EntryKey } from '../core/ids';
import type { ReportedOutcome } from '../messages/reported-outcome';
import { reportedOutcome } from '../messages/reported-outcome';
import type { OutcomeEntry } from '../ports/ledger';
import { Unavailable } from '../ports/unavailable';
import type { Published } from './answer';
import type { Dependencies } from './dependencies';
import type { Stopwatch } from './stopwatch';

/** Where a recorded outcome is, and the try of the message that it answers. */
export interface Publication {
  readonly key: EntryKey;
  readonly traceparent: string | undefined;
  /** Earlier tries of the message, each of which ended with a scheduled copy. */
  readonly attempts: number;
}

/**
 * Publishes an outcome that is not known to be on the topic, reports it to telemetry, and marks its entry, so that
 * telemetry contains it once, whichever try was the first to publish it.
 *
 * @param stopwatch of the try that has made the outcome; absent when an earlier try has made it
 * @throws Unavailable when the topic is: the next try publishes it
 */
export async function publishFirst(
  { resultsTopic, telemetry, ledger }: Dependencies,
  { key, traceparent }: Publication,
  { message }: OutcomeEntry,
  { outcome, stopwatch }: { readonly outcome: ReportedOutcome; readonly stopwatch?: Stopwatch },
): Promise<void> {
  const publish = () => resultsTopic.publish(message);
  await (stopwatch ? stopwatch.time('publish', publish) : publish());
  const durationsMs = stopwatch?.durationsMs() ?? {};
  telemetry.record(compact({ kind: 'outcome' as const, outcome, durationsMs, traceparent }));
  try {
    await ledger.outcomes.markPublished(key);
  } catch (failure) {
    // The outcome is on the topic: without the mark it is published once more if the message is delivered again.
    if (!(failure instanceof Unavailable)) throw failure;
  }
}

/**
 * Answers by an outcome that was recorded before. A copy of a message that waits for another of its users does not
 * publish it again, unless the version before has recorded it; a message that is delivered or sent again does.
 *
 * @throws Unavailable when the topic is
 */
export async function publishRecorded(
  dependencies: Dependencies,
  publication: Publication,
  entry: OutcomeEntry,
): Promise<Published> {
  const { resultsTopic, telemetry } = dependencies;
  const { message, summary, awaitsPublication = false, mayAwaitPublication = false } = entry;
  const { traceparent, attempts } = publication;
  if (awaitsPublication) {
    const outcome = reportedOutcome(message, summary);
    await publishFirst(dependencies, publication, entry, { outcome });
  } else if (attempts === 0 || mayAwaitPublication) {
    await resultsTopic.publish(message);
    telemetry.record(compact({ kind: 'republished' as const, summary, traceparent }));
  }
  return { kind: 'published', outcome: summary, republished: true };
}
