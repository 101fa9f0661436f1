import type { ServiceBusSender } from '@azure/service-bus';
import type { Results } from '../../ports/ports';
import { orUnavailable } from './or-unavailable';

/** Publishes outcomes on the results topic; the sender's link stays open between messages. */
export function serviceBusResults(topic: ServiceBusSender): Results {
  return {
    publish: (message) =>
      orUnavailable(
        topic.sendMessages({
          body: Buffer.from(message.body),
          contentType: message.contentType,
          messageId: message.messageId,
          correlationId: message.correlationId,
          subject: message.subject,
          applicationProperties: { ...message.applicationProperties },
        }),
      ),
  };
}
