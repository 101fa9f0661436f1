import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { SealOutcome } from '../shared/app/seal';
import { bodyBytes } from '../shared/messages/body-bytes';
import { UNREADABLE } from './unreadable';
import type { WaitBeforeRedelivery } from './wait-before-redelivery';

/**
 * Seals an outcome. Returning completes the message, which happens only after its batch is stored. If it is not, the message is returned to
 * the broker after a wait, and goes to the dead-letter queue of the subscription after the last try.
 */
export function sealOutcome(seal: SealOutcome, wait: WaitBeforeRedelivery): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const sealed = await seal(bodyBytes(body));
    switch (sealed.kind) {
      case 'sealed': {
        const { eventId, segment, batch, digest } = sealed;
        // A witness elsewhere: who changes the seal has to change the log, too.
        context.info(`sealed event=${eventId} segment=${segment} batch=${String(batch)} digest=${digest}`);
        return;
      }
      case 'unreadable':
        throw new Error(UNREADABLE);
      case 'failed': {
        const { eventId, reason } = sealed;
        context.warn(`not sealed event=${eventId} ${reason}`);
        await wait(context);
        throw new Error(`The event ${eventId} was not sealed: ${reason}`);
      }
    }
  };
}
