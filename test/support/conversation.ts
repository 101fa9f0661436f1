import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import type { Result } from '../../shared/messages/result-schema';
import { resultSchema } from '../../shared/messages/result-schema';
import { receive } from './received';

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

const ANSWER_MAY_TAKE_MS = 15_000;

export function conversation(client: ServiceBusClient): Conversation {
  const results: Result[] = [];
  client.createReceiver('revocation-results', 'audit', { skipParsingBodyAsJson: true }).subscribe({
    processMessage: (message) => {
      results.push(resultSchema.parse(JSON.parse(String(message.body))));
      return Promise.resolve();
    },
    processError: () => Promise.resolve(),
  });
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
      const deadline = Date.now() + ANSWER_MAY_TAKE_MS;
      while (Date.now() < deadline) {
        const mine = results.filter(({ data }) => data.requestId === requestId);
        if (mine.length >= expected) return mine;
        await sleep(10);
      }
      throw new Error(`Not all of ${String(expected)} outcomes came in time.`);
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
