import type { OriginalStore } from '../ports/original-store';
import type { Dependencies } from './dependencies';
import { originalsKeptForMs } from './kept-time';

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
  const [entries, originals] = await Promise.all([ledger.sweep(now), store?.sweep(before) ?? 0]);
  return entries + originals;
}
