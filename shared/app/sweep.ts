import type { OriginalStore } from '../ports/original-store';
import type { Dependencies } from './dependencies';
import { originalsKeptForMs } from './kept-time';

/** A sweep begins nothing more after so long, in ms: it ends within the ten minutes of its function. */
const MAX_SWEEP_MS = 8 * 60_000;

/** What a sweep needs. */
export interface Swept extends Pick<Dependencies, 'ledger' | 'policy' | 'clock'> {
  /** Absent: no originals are stored. */
  readonly store: Pick<OriginalStore, 'sweep'> | undefined;
}

/**
 * Removes expired entries of the ledger, and stored originals to which no message can refer any more: each copy and each
 * message in quarantine stores its original again. Returns how many were removed.
 */
export async function sweep({ ledger, policy, clock, store }: Swept): Promise<number> {
  const now = clock.now();
  const before = new Date(now.getTime() - originalsKeptForMs(policy));
  const until = clock.monotonicMs() + MAX_SWEEP_MS;
  const [entries, originals] = await Promise.all([
    ledger.sweep(now, () => clock.monotonicMs() < until),
    store?.sweep(before) ?? 0,
  ]);
  return entries + originals;
}
