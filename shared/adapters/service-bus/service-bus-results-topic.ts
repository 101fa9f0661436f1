import type { ServiceBusSender } from '@azure/service-bus';
import type { OcsfTopic, ResultsTopic } from '../../ports/results-topic';
import { orUnavailable } from './or-unavailable';

type Published = Parameters<(ResultsTopic | OcsfTopic)['publish']>[0];

/** Publishes outcomes on a topic; the sender's link stays open between messages. */
export function serviceBusResultsTopic(topic: ServiceBusSender): ResultsTopic & OcsfTopic {
  return {
    publish: (message: Published) =>
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
