import type { ServiceBusSender } from '@azure/service-bus';
import { propertiesOf } from '../../messages/message-history';
import type { PostponedMessages } from '../../ports/ports';
import { orUnavailable } from './or-unavailable';

/** Puts copies on the request queue that the broker delivers later, with their lineage in their properties. */
export function serviceBusPostponedMessages(requestQueue: ServiceBusSender): PostponedMessages {
  return {
    postpone: ({ key, body, lineage, contentType, properties }, until) =>
      orUnavailable(
        requestQueue.sendMessages({
          body: Buffer.from(body),
          // Not the original's: duplicate detection would drop the copy. But the same for each repetition.
          messageId: `${key}.${String(lineage.attempts)}`,
          scheduledEnqueueTimeUtc: until,
          ...(contentType !== undefined && { contentType }),
          applicationProperties: { ...properties, ...propertiesOf(lineage) },
        }),
      ),
  };
}
