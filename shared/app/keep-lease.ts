import type { Clock } from '../ports/clock';
import type { Lease, LeaseStore, LeaseTerms, RecordAnswer, Term } from '../ports/ledger';
import type { Dependencies } from './dependencies';

/** A lease ends so soon after its holder died, in ms: redelivered work waits no longer than that. */
export const LEASE_MS = 15_000;
/** A holder renews its lease every so many ms. */
const RENEW_EVERY_MS = 5_000;

/** A lease that is renewed until it is ended, in one way or the other. */
export interface KeptLease<Entry> {
  record(entry: Entry): Promise<RecordAnswer<Entry>>;
  release(): Promise<void>;
}

/** Renews a lease until it is ended. */
export function keepLease<Entry>(store: LeaseStore<Entry>, lease: Lease, clock: Clock): KeptLease<Entry> {
  let current: Lease = lease;
  let renewal = Promise.resolve();
  const renew = async (): Promise<void> => {
    try {
      const leaseExpiresAt = new Date(clock.now().getTime() + LEASE_MS);
      current = (await store.renew(current, leaseExpiresAt)) ?? current;
    } catch {
      // The next renewal may succeed. If none does, the lease ends, and `record` reports it.
    }
  };
  const stop = clock.every(RENEW_EVERY_MS, () => {
    renewal = renewal.then(renew);
  });
  const ended = async (): Promise<Lease> => {
    stop();
    await renewal;
    return current;
  };
  return {
    record: async (entry) => store.record(await ended(), entry),
    release: async () => store.release(await ended()),
  };
}

/** The terms of a lease that is acquired now. */
export function leaseTerms(
  dependencies: Pick<Dependencies, 'clock' | 'policy' | 'newId'>,
): Omit<LeaseTerms<unknown>, 'stillValid'> {
  const term = termOf(dependencies);
  return {
    ...term,
    leaseId: dependencies.newId(),
    leaseExpiresAt: new Date(term.now.getTime() + LEASE_MS),
  };
}

/** How long the ledger keeps what is entered now. */
export function termOf({ clock, policy }: Pick<Dependencies, 'clock' | 'policy'>): Term {
  const now = clock.now();
  return { now, expiresAt: new Date(now.getTime() + policy.recordRetentionMs) };
}

/** Releases a lease after its work has failed, so that the next try need not wait for its end. Never rejects. */
export async function releaseQuietly(lease: { readonly release: () => Promise<void> }): Promise<void> {
  try {
    await lease.release();
  } catch {
    // The lease ends by itself; the failure of the work is what must be reported.
  }
}
