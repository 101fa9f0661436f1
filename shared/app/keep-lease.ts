import { compact } from '../core/compact';
import type { EntryKey } from '../core/ids';
import type { Intent } from '../core/intent';
import type { Clock } from '../ports/clock';
import type { AcquireAnswer, Lease, LeaseStore, LeaseTerms, RecordAnswer, Term } from '../ports/ledger';
import type { Dependencies } from './dependencies';
import { LEASE_MS, newLease } from './lease-terms';

/** A holder renews its lease every so many ms. */
const RENEW_EVERY_MS = 5_000;
/** A lease counts as ended so many ms early: the clocks of two instances differ by no more, and a call takes its time. */
const MARGIN_MS = 3_000;

/** A lease that is renewed until it is ended, in one way or the other. */
export interface KeptLease<Entry> {
  /** What an earlier holder, who has recorded nothing, may have asked for. */
  readonly interrupted?: Intent;
  /** What came with it: the intent of an earlier holder, or else that of the terms. */
  readonly intent?: Intent;
  /**
   * Enters an intent by one conditional write, which proves that the lease is held; one that came with a lease that is held
   * is there already. Returns false when the lease is not held.
   */
  declare(intent: Intent): Promise<boolean>;
  /**
   * Whether a call may be made in this moment: false when the lease was lost or may have ended, by the monotonic clock
   * of this process. Once it was true, a release leaves the intent to the next holder.
   */
  mayCall(): boolean;
  record(entry: Entry): Promise<RecordAnswer<Entry>>;
  /** Ends the lease without an entry. An intent is removed with it, unless a call may have been made. */
  release(): Promise<void>;
}

type Acquired<Entry> = Extract<AcquireAnswer<Entry>, { readonly kind: 'acquired' }>;

/** The result of acquiring a lease that is then kept. */
export type KeptAnswer<Entry> =
  | Exclude<AcquireAnswer<Entry>, Acquired<Entry>>
  | { readonly kind: 'acquired'; readonly lease: KeptLease<Entry> };

/** Acquires a lease, and keeps it until it is ended. */
export async function acquireLease<Entry>(
  dependencies: Pick<Dependencies, 'clock' | 'policy' | 'newId'>,
  store: LeaseStore<Entry>,
  key: EntryKey,
  more: Pick<LeaseTerms<Entry>, 'stillValid' | 'intent'> & Partial<Pick<Term, 'expiresAt'>> = {},
): Promise<KeptAnswer<Entry>> {
  const { clock } = dependencies;
  const sinceMs = clock.monotonicMs();
  const answer = await store.acquire(key, { ...newLease(dependencies), ...more });
  return answer.kind === 'acquired'
    ? { kind: 'acquired', lease: keepLease(store, answer, clock, sinceMs) }
    : answer;
}

/**
 * Keeps a lease until it is ended.
 *
 * @param sinceMs when the lease was asked for, by the monotonic clock
 */
export function keepLease<Entry>(
  store: LeaseStore<Entry>,
  { lease, interrupted }: Pick<Acquired<Entry>, 'lease' | 'interrupted'>,
  clock: Clock,
  sinceMs = clock.monotonicMs(),
): KeptLease<Entry> {
  const renewed = renewedLease(store, lease, clock, sinceMs);
  // An intent that came with the lease of an earlier holder is left to the next one, unless it is answered.
  let leavesIntent = interrupted !== undefined && lease.intent === interrupted;
  return {
    ...compact({ interrupted, intent: lease.intent }),
    declare: (intent) => renewed.declare(intent),
    mayCall: () => {
      const mayCall = renewed.isHeld();
      leavesIntent ||= mayCall;
      return mayCall;
    },
    record: async (entry) => store.record(await renewed.end(), entry),
    release: async () => {
      const { intent, ...last } = await renewed.end();
      await store.release(compact({ ...last, intent: leavesIntent ? intent : undefined }));
    },
  };
}

/** A lease that is renewed every few seconds. */
interface RenewedLease {
  /** Renews the lease now with an intent, unless it has that one. Returns false when it was lost. */
  declare(intent: Intent): Promise<boolean>;
  /** False when the lease was lost or may have ended. */
  isHeld(): boolean;
  /** Stops renewing, and returns the lease as it is once the last renewal is answered. */
  end(): Promise<Lease>;
}

function renewedLease(
  store: Pick<LeaseStore<unknown>, 'renew'>,
  first: Lease,
  clock: Clock,
  sinceMs: number,
): RenewedLease {
  let lease = first;
  let isLost = false;
  let heldUntilMs = sinceMs + LEASE_MS;
  const renew = async (intent = lease.intent): Promise<boolean> => {
    const askedAtMs = clock.monotonicMs();
    const leaseExpiresAt = new Date(clock.now().getTime() + LEASE_MS);
    const renewed = await store.renew(compact({ ...lease, intent }), leaseExpiresAt);
    isLost ||= renewed === undefined;
    if (!renewed) return false;
    lease = renewed;
    heldUntilMs = askedAtMs + LEASE_MS;
    return true;
  };
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<boolean>): Promise<boolean> => {
    const mine = turn.then(work);
    // If a renewal fails the next one may succeed. If none does, the lease ends, and `isHeld` and `record` report it.
    turn = mine.catch(() => undefined);
    return mine;
  };
  const stop = clock.every(RENEW_EVERY_MS, () => {
    inTurn(() => renew()).catch(() => undefined);
  });
  const isHeld = (): boolean => !isLost && clock.monotonicMs() < heldUntilMs - MARGIN_MS;
  return {
    declare: (intent) => inTurn(async () => (lease.intent === intent && isHeld()) || renew(intent)),
    isHeld,
    end: async () => {
      stop();
      await turn;
      return lease;
    },
  };
}

/** Releases a lease after its work has failed, so that the next try need not wait for its end. Never rejects. */
export async function releaseQuietly(lease: { readonly release: () => Promise<void> }): Promise<void> {
  try {
    await lease.release();
  } catch {
    // The lease ends by itself; the failure of the work is what must be reported.
  }
}
