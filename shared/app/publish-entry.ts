import { compact } from '../core/compact';
import type { EntryKey } from '../core/ids';
import type { PublicationEntry, PublicationStore } from '../ports/ledger';
import type { TelemetryEvent } from '../ports/telemetry';
import { Unavailable } from '../ports/unavailable';
import type { Dependencies } from './dependencies';
import type { Stopwatch } from './stopwatch';

/** Where a recorded message is, and the try of the request that it answers. */
export interface Publication<Entry extends PublicationEntry> {
  readonly store: PublicationStore<Entry>;
  readonly key: EntryKey;
  readonly traceparent: string | undefined;
  /** Earlier tries of the request, each of which ended with a scheduled copy. */
  readonly attempts: number;
}

/**
 * Publishes a message that is not known to be on the topic, reports it to telemetry, and marks its entry, so that
 * telemetry contains it once, whichever try was the first to publish it.
 *
 * @param event made when it is on the topic
 * @param stopwatch of the try that has made the entry; absent when an earlier try has made it
 * @throws Unavailable when the topic is: the next try publishes it
 */
export async function publishFirst<Entry extends PublicationEntry>(
  { resultsTopic, telemetry }: Dependencies,
  { store, key, traceparent }: Publication<Entry>,
  { message }: Entry,
  { event, stopwatch }: { readonly event: () => TelemetryEvent; readonly stopwatch?: Stopwatch },
): Promise<void> {
  const publish = () => resultsTopic.publish(message);
  await (stopwatch ? stopwatch.time('publish', publish) : publish());
  telemetry.record({ ...event(), ...compact({ traceparent }) });
  try {
    await store.markPublished(key);
  } catch (failure) {
    // The message is on the topic: without the mark it is published once more if its request is delivered again.
    if (!(failure instanceof Unavailable)) throw failure;
  }
}

/**
 * Answers by a message that was recorded before. A copy of a request that waits for something else does not publish it
 * again, unless the version before has recorded it; a request that is delivered or sent again does.
 *
 * @param events of its first publication, and of a further one where that is reported
 * @throws Unavailable when the topic is
 */
export async function publishRecorded<Entry extends PublicationEntry>(
  dependencies: Dependencies,
  publication: Publication<Entry>,
  entry: Entry,
  events: { readonly first: () => TelemetryEvent; readonly again?: TelemetryEvent },
): Promise<void> {
  const { resultsTopic, telemetry } = dependencies;
  const { message, awaitsPublication = false, mayAwaitPublication = false } = entry;
  const { traceparent, attempts } = publication;
  if (awaitsPublication) {
    await publishFirst(dependencies, publication, entry, { event: events.first });
  } else if (attempts === 0 || mayAwaitPublication) {
    await resultsTopic.publish(message);
    if (events.again) telemetry.record({ ...events.again, ...compact({ traceparent }) });
  }
}
