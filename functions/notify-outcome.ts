import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { Notify } from '../shared/app/notify';
import { bodyBytes } from '../shared/messages/body-bytes';
import { UNREADABLE } from './unreadable';
import type { WaitBeforeRedelivery } from './wait-before-redelivery';

/**
 * Notifies destinations of an outcome. Returning completes the message. If a destination has not accepted it, the message
 * is returned to the broker after a wait, and goes to the dead-letter queue of the subscription after the last try.
 */
export function notifyOutcome(notify: Notify, wait: WaitBeforeRedelivery): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const notified = await notify(bodyBytes(body));
    switch (notified.kind) {
      case 'skipped':
        return;
      case 'notified':
        context.info(`notified outcome=${notified.outcomeId} to=${notified.names.join(',')}`);
        return;
      case 'unreadable':
        throw new Error(UNREADABLE);
      case 'failed': {
        const { outcomeId, failures, retryAfterMs } = notified;
        const reasons = failures.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
        context.warn(`not notified outcome=${outcomeId} ${reasons}`);
        await wait(context, retryAfterMs);
        throw new Error(`Destinations of NOTIFY did not accept the outcome ${outcomeId}: ${reasons}.`);
      }
    }
  };
}
