import type { InvocationContext, TimerHandler } from '@azure/functions';
import type { DeadLetterRun } from '../shared/app/answer-dead-letters';
import { logProcessed } from './log-processed';

/** Every minute (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const DEAD_LETTER_SCHEDULE = '0 */1 * * * *';

/**
 * Publishes an outcome for each message that the broker moved to a dead-letter queue. A trigger on that queue would not
 * do: the host cannot bind every body, and delivers a message that it cannot bind again at once, without end.
 */
export function reportDeadLetters(answer: () => Promise<DeadLetterRun>): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const { processed, failures } = await answer();
    for (const one of processed) logProcessed(one, context);
    for (const error of failures) context.error(`dead letter failed error=${error}`);
  };
}
