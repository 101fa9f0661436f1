import type { Book, Claim, RecordAnswer } from '../ports/ledger';
import type { Clock } from '../ports/ports';

/** A claim lapses so soon after its holder died, in ms: redelivered work waits no longer than that. */
export const CLAIM_LEASE_MS = 15_000;
/** A living holder renews it so often, in ms. */
const RENEW_EVERY_MS = 5_000;

/** A claim that is kept from lapsing until it is ended, in one way or the other. */
export interface HeldClaim<Entry> {
  record(entry: Entry): Promise<RecordAnswer<Entry>>;
  release(): Promise<void>;
}

/** Renews a claim for as long as the work beneath it takes. */
export function holdClaim<Entry>(book: Book<Entry>, claim: Claim, clock: Clock): HeldClaim<Entry> {
  let current: Claim = claim;
  let renewal = Promise.resolve();
  const renew = async (): Promise<void> => {
    try {
      const until = new Date(clock.now().getTime() + CLAIM_LEASE_MS);
      current = (await book.renew(current, until)) ?? current;
    } catch {
      // The next renewal may get through. If none does, the claim lapses, and recording will tell.
    }
  };
  const stop = clock.every(RENEW_EVERY_MS, () => {
    renewal = renewal.then(renew);
  });
  const ended = async (): Promise<Claim> => {
    stop();
    await renewal;
    return current;
  };
  return {
    record: async (entry) => book.record(await ended(), entry),
    release: async () => book.release(await ended()),
  };
}
