import type { InvocationContext, TimerHandler } from '@azure/functions';

/** Every ten minutes (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const SWEEP_SCHEDULE = '0 */10 * * * *';

/** Removes the expired entries of the ledger. */
export function sweepLedger(sweep: () => Promise<number>): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const removed = await sweep();
    if (removed > 0) context.info(`removed ${String(removed)} expired ledger entries`);
  };
}
