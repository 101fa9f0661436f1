import { randomUUID } from 'node:crypto';
import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import type { Result } from '../../shared/messages/result-schema';
import { eventually } from './eventually';
import { receive } from './received';
import { recordTopic } from './topic-record';

/** Talks to the app as senders and auditors do: over the queue and the topic. */
export interface Conversation {
  /** Sends a body and gives the outcomes of that very message, however they are numbered among others. */
  ask(
    body: unknown,
    expected?: number,
    changes?: Partial<ServiceBusMessage>,
    queue?: string,
  ): Promise<Result[]>;
  /** The quarantined original of a message. */
  original(
    messageId: string,
  ): Promise<{ readonly body: Buffer; readonly properties: Readonly<Record<string, unknown>> }>;
  close(): Promise<void>;
}

export function conversation(client: ServiceBusClient): Conversation {
  const record = recordTopic(client, 'revocation-results', 'audit');
  return {
    async ask(body, expected = 1, changes = {}, queue = 'revocation-requests') {
      const messageId = randomUUID();
      const bytes = Buffer.isBuffer(body)
        ? body
        : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      const sender = client.createSender(queue);
      await sender.sendMessages({ body: bytes, messageId, ...changes });
      await sender.close();
      const requestId = changes.messageId ?? messageId;
      const answers = (): Result[] => record.resultsOf(String(requestId));
      await eventually(`${String(expected)} outcomes`, () => answers().length >= expected);
      return answers();
    },
    async original(messageId) {
      for (;;) {
        const [message] = await receive(client, 'revocation-rejected', 1);
        const properties = message?.applicationProperties ?? {};
        if (properties['revocationOriginId'] === messageId)
          return { body: message?.body as Buffer, properties };
      }
    },
    close: () => client.close(),
  };
}
