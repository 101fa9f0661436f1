import type { InvocationContext, TimerHandler } from '@azure/functions';

/** Every ten minutes (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const SWEEP_SCHEDULE = '0 */10 * * * *';

/** What a sweep does; each part returns how many entries it was about. */
export interface Sweep {
  /** Removes the expired entries of the ledger. */
  readonly removeExpired: () => Promise<number>;
  /** Has the recorded decisions finished whose messages were lost. */
  readonly resumeDecisions: () => Promise<number>;
}

/** Sweeps the ledger. Neither part keeps the other from being done. */
export function sweepLedger({ removeExpired, resumeDecisions }: Sweep): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const [resumed, removed] = await Promise.allSettled([resumeDecisions(), removeExpired()]);
    if (resumed.status === 'fulfilled' && resumed.value > 0) {
      context.warn(`resumed ${String(resumed.value)} decisions whose messages were lost`);
    }
    if (removed.status === 'fulfilled' && removed.value > 0) {
      context.info(`removed ${String(removed.value)} expired ledger entries`);
    }
    const failed = [resumed, removed].find((part) => part.status === 'rejected');
    if (failed) throw failed.reason;
  };
}
