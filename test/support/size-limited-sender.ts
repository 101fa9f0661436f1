import type { ServiceBusMessage } from '@azure/service-bus';
import { ServiceBusError } from '@azure/service-bus';
import { message as amqp } from 'rhea';

/** The largest message of the tier Standard, and the most bytes of its application properties ("Service Bus quotas"). */
const MAX_BYTES = 256 * 1024;
const MAX_PROPERTY_BYTES = 64 * 1024;

/** A sender whose broker has the size limits of the tier Standard, and what it has accepted. */
export function sizeLimitedSender(): {
  readonly sent: ServiceBusMessage[];
  readonly sendMessages: (messages: unknown) => Promise<void>;
} {
  const sent: ServiceBusMessage[] = [];
  return {
    sent,
    sendMessages: (messages) => {
      const message = messages as ServiceBusMessage;
      if (isTooLarge(message)) {
        return Promise.reject(new ServiceBusError('The message is too large.', 'MessageSizeExceeded'));
      }
      sent.push(message);
      return Promise.resolve();
    },
  };
}

function isTooLarge(message: ServiceBusMessage): boolean {
  const { applicationProperties = {} } = message;
  const body: unknown = message.body;
  const section: unknown = amqp.data_section(body);
  const properties = amqp.encode({ application_properties: applicationProperties, body: '' }).length;
  const whole = amqp.encode({
    message_id: String(message.messageId),
    correlation_id: String(message.correlationId),
    content_type: message.contentType,
    subject: message.subject,
    message_annotations: { 'x-opt-scheduled-enqueue-time': message.scheduledEnqueueTimeUtc ?? new Date() },
    application_properties: applicationProperties,
    body: section,
  }).length;
  return properties > MAX_PROPERTY_BYTES || whole > MAX_BYTES;
}
