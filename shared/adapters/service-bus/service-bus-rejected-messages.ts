import type { ServiceBusSender } from '@azure/service-bus';
import { propertiesOf } from '../../messages/message-history';
import type { RejectedMessages } from '../../ports/ports';
import { orUnavailable } from './or-unavailable';

/** Properties and body share the broker's limit on a message, so what explains it is kept short. */
const LONGEST_PROPERTY = 1024;

/** Keeps originals in the quarantine queue, with the reason and where they come from in their properties. */
export function serviceBusRejectedMessages(queue: ServiceBusSender): RejectedMessages {
  return {
    keep: (original, because) =>
      orUnavailable(
        queue.sendMessages({
          body: Buffer.from(original.body),
          messageId: original.key,
          correlationId: because.requestId,
          subject: because.status,
          ...(original.contentType !== undefined && { contentType: original.contentType }),
          applicationProperties: {
            ...original.properties,
            ...propertiesOf(original.lineage),
            status: because.status,
            reason: (because.detail ?? because.status).slice(0, LONGEST_PROPERTY),
            requestId: because.requestId,
            outcomeId: because.id,
          },
        }),
      ),
  };
}
