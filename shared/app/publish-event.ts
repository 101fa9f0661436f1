import type { EntryKey } from '../core/ids';
import type { ResultMessage } from '../messages/result-message';
import type { PublicationEntry, PublicationStore } from '../ports/ledger';
import type { TelemetryEvent } from '../ports/telemetry';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import { publishFirst } from './publish-entry';
import { recordOnce } from './record-once';
import { startStopwatch } from './stopwatch';

/** An event that is no outcome, and where it is recorded. */
export interface OwnEvent {
  readonly store: PublicationStore<PublicationEntry>;
  readonly key: EntryKey;
  readonly message: () => ResultMessage;
  readonly event: () => TelemetryEvent;
}

/**
 * Publishes an event once for all processes that have to: it is recorded in the ledger before.
 *
 * @returns when to try again, where another process is about to publish it
 * @throws Unavailable when the ledger or the topic is; the next try publishes what is recorded by then
 */
export async function publishEventOnce(
  dependencies: Dependencies,
  { store, key, message, event }: OwnEvent,
): Promise<Retry | undefined> {
  const recorded = await store.read(key, dependencies.clock.now());
  if (recorded && !recorded.awaitsPublication) return undefined;
  const stopwatch = startStopwatch(dependencies.clock);
  const publication = { store, key, traceparent: undefined, attempts: 0 };
  const done = await recordOnce(dependencies, {
    ...publication,
    stopwatch,
    make: () => Promise.resolve({ kind: 'made' as const, entry: { message: message() } }),
  });
  if (done.kind === 'retry') return done;
  if (done.kind === 'found' && !done.entry.awaitsPublication) return undefined;
  await publishFirst(dependencies, publication, done.entry, { event, stopwatch });
  return undefined;
}
