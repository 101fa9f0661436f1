import type { ServiceBusSender } from '@azure/service-bus';
import { compact } from '../../core/compact';
import { propertiesOf } from '../../messages/message-history';
import type { RequestQueue } from '../../ports/request-queue';
import { orUnavailable } from './or-unavailable';

/** Sends messages to the request queue; the sender's link stays open between messages. */
export function serviceBusRequestQueue(sender: ServiceBusSender): RequestQueue {
  return {
    send: ({ id, body, contentType, properties }, at) =>
      orUnavailable(
        sender.sendMessages(
          compact({
            body: Buffer.from(body),
            messageId: id,
            correlationId: id,
            contentType,
            scheduledEnqueueTimeUtc: at,
            applicationProperties: { ...properties },
          }),
        ),
      ),
    schedule: ({ key, body, history, contentType, properties }, at) =>
      orUnavailable(
        sender.sendMessages(
          compact({
            body: Buffer.from(body),
            // Not the original's id, for which duplicate detection would drop the copy; but the same for each repetition.
            messageId: `${key}.${String(history.attempts)}`,
            scheduledEnqueueTimeUtc: at,
            contentType,
            applicationProperties: { ...properties, ...propertiesOf(history) },
          }),
        ),
      ),
  };
}
