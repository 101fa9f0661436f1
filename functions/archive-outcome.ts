import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { ArchiveOutcome } from '../shared/app/archive';
import { bodyBytes } from '../shared/messages/body-bytes';
import { UNREADABLE } from './unreadable';
import type { WaitBeforeRedelivery } from './wait-before-redelivery';

/**
 * Archives an outcome. Returning completes the message. If the archive has not accepted it, the message is returned to the
 * broker after a wait, and goes to the dead-letter queue of the subscription after the last try.
 */
export function archiveOutcome(archive: ArchiveOutcome, wait: WaitBeforeRedelivery): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const archived = await archive(bodyBytes(body));
    switch (archived.kind) {
      case 'skipped':
        return;
      case 'archived':
        context.info(`archived event=${archived.eventId}`);
        return;
      case 'unreadable':
        throw new Error(UNREADABLE);
      case 'failed': {
        const { eventId, reason, retryAfterMs } = archived;
        context.warn(`not archived event=${eventId} ${reason}`);
        await wait(context, retryAfterMs);
        throw new Error(`The archive did not accept the event ${eventId}: ${reason}.`);
      }
    }
  };
}
