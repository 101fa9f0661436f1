import type { MessageHandlers, ServiceBusClient } from '@azure/service-bus';
import { evictionSchema } from '../shared/messages/eviction-schema';
import type { MethodEvent } from '../shared/messages/method-schema';
import { methodEventSchema } from '../shared/messages/method-schema';
import { reminderSchema } from '../shared/messages/reminder-schema';
import type { Result } from '../shared/messages/result-schema';
import { resultSchema } from '../shared/messages/result-schema';
import { serviceEventSchema } from '../shared/messages/service-schema';

/** Who shows the events of the results topic. */
export interface EventReader {
  /** A sentence: of a change of the service, a reminder, or a verdict on a revocation. */
  readonly onSentence: (text: string) => void;
  readonly onMethod: (event: MethodEvent) => void;
  readonly onResult: (result: Result) => void;
}

const sentences = [serviceEventSchema, reminderSchema, evictionSchema];

/**
 * Gives the body of a message of the results topic to the reader of its kind.
 *
 * @throws when it is of no kind that the topic has
 */
export function showEvent(body: string, { onSentence, onMethod, onResult }: EventReader): void {
  const event: unknown = JSON.parse(body);
  for (const schema of sentences) {
    const read = schema.safeParse(event);
    if (read.success) return onSentence(read.data.data.message);
  }
  const late = methodEventSchema.safeParse(event);
  if (late.success) onMethod(late.data);
  else onResult(resultSchema.parse(event));
}

/** Shows each event of the results topic until `ended` is given. */
export function showEvents(client: ServiceBusClient, ended: AbortSignal, reader: EventReader): void {
  const receiver = client.createReceiver('revocation-results', 'console', { skipParsingBodyAsJson: true });
  const handlers: MessageHandlers = {
    processMessage: (message) => {
      showEvent((message.body as Buffer).toString('utf8'), reader);
      return Promise.resolve();
    },
    processError: ({ error }) => {
      if (!ended.aborted) process.stderr.write(`${error.message}\n`);
      return Promise.resolve();
    },
  };
  receiver.subscribe(handlers, { abortSignal: ended });
}
