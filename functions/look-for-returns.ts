import type { InvocationContext, TimerHandler } from '@azure/functions';
import type { Looked } from '../shared/app/look-for-returns';

/** Every 30 seconds (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const LOOK_SCHEDULE = '*/30 * * * * *';

/** Looks whether users have returned whose revocation is watched. Where nobody is watched, it reads one partition of the ledger. */
export function lookForReturns(look: () => Promise<Looked>): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const { watched, verdicts, unreadable, failures } = await look();
    if (verdicts > 0) context.info(`gave ${String(verdicts)} verdicts on ${String(watched)} revocations`);
    for (const row of unreadable) context.warn(`cannot read the watch ${row} in the ledger`);
    if (failures.length > 0) throw new AggregateError(failures, 'A look was not finished in a tenant.');
  };
}
