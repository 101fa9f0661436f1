import type { ServiceBusSender } from '@azure/service-bus';
import { compact } from '../../core/compact';
import { propertiesOf } from '../../messages/message-history';
import type { OriginalStore } from '../../ports/original-store';
import type { RequestQueue } from '../../ports/request-queue';
import { carryOriginal } from './carry-original';
import { orUnavailable } from './or-unavailable';

/**
 * Sends messages to the request queue; the sender's link stays open between messages.
 *
 * @param originals where an original is stored that a scheduled copy cannot carry; absent: it cannot be scheduled
 */
export function serviceBusRequestQueue(
  sender: Pick<ServiceBusSender, 'sendMessages'>,
  originals?: OriginalStore,
): RequestQueue {
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
    schedule: async (original, at) => {
      const { key, history } = original;
      const copy = {
        // Not the original's id, for which duplicate detection would drop the copy; but the same for each repetition.
        messageId: `${key}.${String(history.attempts)}`,
        scheduledEnqueueTimeUtc: at,
        applicationProperties: propertiesOf(history),
      };
      await orUnavailable(sender.sendMessages(await carryOriginal(original, copy, originals)));
    },
  };
}
