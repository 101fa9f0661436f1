import type { InvocationContext, TimerHandler } from '@azure/functions';
import type { KeptSeal } from '../shared/app/keep-seal';

/** Every ten minutes (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const SWEEP_SCHEDULE = '0 */10 * * * *';

/** What a sweep does; each part returns how many entries it was about. */
export interface Sweep {
  /** Removes the expired entries of the ledger. */
  readonly removeExpired: () => Promise<number>;
  /** Has the recorded decisions finished whose messages were lost. */
  readonly resumeDecisions: () => Promise<number>;
  /** Closes days of the seal and signs their heads; absent: outcomes are not sealed. */
  readonly keepSeal?: () => Promise<KeptSeal>;
}

/** Sweeps the ledger, and keeps the seal. No part keeps another from being done. */
export function sweepLedger({ removeExpired, resumeDecisions, keepSeal }: Sweep): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const [resumed, removed, kept] = await Promise.allSettled([
      resumeDecisions(),
      removeExpired(),
      keepSeal?.(),
    ]);
    if (resumed.status === 'fulfilled' && resumed.value > 0) {
      context.warn(`resumed ${String(resumed.value)} decisions whose messages were lost`);
    }
    if (removed.status === 'fulfilled' && removed.value > 0) {
      context.info(`removed ${String(removed.value)} expired ledger entries`);
    }
    if (kept.status === 'fulfilled') {
      for (const segment of kept.value?.opened ?? [])
        context.info(`opened the segment ${segment} of the seal`);
      for (const segment of kept.value?.signed ?? []) context.info(`signed the head of ${segment}`);
    }
    const failed = [resumed, removed, kept].find((part) => part.status === 'rejected');
    if (failed) throw failed.reason;
  };
}
