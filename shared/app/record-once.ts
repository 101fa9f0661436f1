import type { EntryKey } from '../core/ids';
import type { PublicationEntry, PublicationStore } from '../ports/ledger';
import type { NotYet, Retry } from './answer';
import { retryAfterLease } from './answer';
import type { Dependencies } from './dependencies';
import type { KeptLease } from './keep-lease';
import { acquireLease, releaseQuietly } from './keep-lease';
import type { Stopwatch } from './stopwatch';

/** An entry that was made; it may have more than the store keeps. */
interface Made<Entry> {
  readonly kind: 'made';
  readonly entry: Entry;
}

/** An entry to be made once. */
export interface EntryWork<Entry extends PublicationEntry, Result extends Made<Entry> | NotYet> {
  readonly store: PublicationStore<Entry>;
  readonly key: EntryKey;
  readonly stopwatch: Stopwatch;
  /** Makes the entry. Called only while its lease is held. */
  readonly make: (lease: KeptLease<Entry>) => Promise<Result>;
}

/** What has become of an entry: it was made now or found, or not yet. */
type RecordedOnce<Entry, Result> = Result | Retry | { readonly kind: 'found'; readonly entry: Entry };

/**
 * Acquires the lease of an entry, has it made, and records it. One that is recorded already is found, and nothing is made.
 *
 * @throws Unavailable when the ledger is
 */
export async function recordOnce<Entry extends PublicationEntry, Result extends Made<Entry> | NotYet>(
  dependencies: Dependencies,
  work: EntryWork<Entry, Result>,
): Promise<RecordedOnce<Entry, Result>> {
  const { store, key, stopwatch } = work;
  const acquired = await stopwatch.time('claim', () => acquireLease(dependencies, store, key));
  if (acquired.kind === 'recorded') return { kind: 'found', entry: acquired.entry };
  if (acquired.kind === 'busy') return { kind: 'retry', at: acquired.leaseExpiresAt, reason: 'claimed' };
  return recordLeased(dependencies, work, acquired.lease);
}

/** Has an entry made whose lease is held, and records it. */
export async function recordLeased<Entry extends PublicationEntry, Result extends Made<Entry> | NotYet>(
  dependencies: Dependencies,
  { stopwatch, make }: Pick<EntryWork<Entry, Result>, 'stopwatch' | 'make'>,
  lease: KeptLease<Entry>,
): Promise<RecordedOnce<Entry, Result>> {
  const result = await makeOrRelease(lease, () => make(lease));
  if (result.kind !== 'made') {
    await lease.release();
    return result;
  }
  const { entry } = result;
  const recorded = await stopwatch.time('record', () => lease.record(entry));
  // The new holder finds the intent of this one, and publishes its own entry.
  if (recorded.kind === 'leaseLost') return retryAfterLease(dependencies);
  return recorded.entry === entry ? result : { kind: 'found', entry: recorded.entry };
}

async function makeOrRelease<Entry, T>(lease: KeptLease<Entry>, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (failure) {
    await releaseQuietly(lease);
    throw failure;
  }
}
