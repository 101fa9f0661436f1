import type { ServiceBusSender } from '@azure/service-bus';
import type { Inbox } from '../../ports/ports';
import { orUnavailable } from './or-unavailable';

/** Puts messages on the request queue, as any other sender would. */
export function serviceBusInbox(requestQueue: ServiceBusSender): Inbox {
  return {
    put: ({ id, body, contentType, properties }, at) =>
      orUnavailable(
        requestQueue.sendMessages({
          body: Buffer.from(body),
          messageId: id,
          correlationId: id,
          contentType,
          ...(at && { scheduledEnqueueTimeUtc: at }),
          applicationProperties: { ...properties },
        }),
      ),
  };
}
