import type { InvocationContext, TimerHandler } from '@azure/functions';

/** Every ten minutes (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const SWEEP_SCHEDULE = '0 */10 * * * *';

/** Removes what the ledger need not remember any more. */
export function sweepLedger(sweep: () => Promise<number>): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const removed = await sweep();
    if (removed > 0) context.info(`${String(removed)} entries of the ledger had expired`);
  };
}
