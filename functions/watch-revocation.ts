import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { BeginWatch } from '../shared/app/begin-watch';
import { bodyBytes } from '../shared/messages/body-bytes';
import { Unavailable } from '../shared/ports/unavailable';
import { UNREADABLE } from './unreadable';
import type { WaitBeforeRedelivery } from './wait-before-redelivery';

/**
 * Begins to watch the revocation of an outcome. Returning completes the message. If the store cannot be reached, the message is
 * returned to the broker after a wait, and goes to the dead-letter queue of the subscription after the last try.
 */
export function watchRevocation(begin: BeginWatch, wait: WaitBeforeRedelivery): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    try {
      const begun = await begin(bodyBytes(body));
      if (begun.kind === 'watched') context.info(`watched outcome=${begun.outcomeId}`);
      if (begun.kind === 'unreadable') throw new Error(UNREADABLE);
    } catch (failure) {
      if (failure instanceof Unavailable) await wait(context, undefined);
      throw failure;
    }
  };
}
