import type { ServiceBusSender } from '@azure/service-bus';
import type { ResultsTopic } from '../../ports/results-topic';
import { orUnavailable } from './or-unavailable';

/** Publishes outcomes on the results topic; the sender's link stays open between messages. */
export function serviceBusResultsTopic(topic: ServiceBusSender): ResultsTopic {
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
