import { randomUUID } from 'node:crypto';
import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import type { Result } from '../../shared/messages/result-schema';
import type { EvictionEvent } from '../../shared/messages/eviction-schema';
import type { ServiceEvent } from '../../shared/messages/service-schema';
import { eventually } from './eventually';
import { receive } from './received';
import { recordTopic } from './topic-record';

/** Talks to the app as senders and auditors do: over the queue and the topic. */
export interface Conversation {
  /** Sends a body and returns the id of its message. */
  send(body: unknown, changes?: Partial<ServiceBusMessage>, queue?: string): Promise<string>;
  /** The outcomes of a request, once so many have come. */
  answers(requestId: string, expected: number, withinMs?: number): Promise<Result[]>;
  /** The outcomes of a request that have come so far. */
  published(requestId: string): readonly Result[];
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
  /** The events of changes of the service that have come so far. */
  serviceEvents(): readonly ServiceEvent[];
  /** The verdicts on revocations that have come so far. */
  evictions(): readonly EvictionEvent[];
  close(): Promise<void>;
}

export function conversation(client: ServiceBusClient): Conversation {
  const record = recordTopic(client, 'revocation-results', 'audit');
  const send = async (
    body: unknown,
    changes: Partial<ServiceBusMessage> = {},
    queue = 'revocation-requests',
  ): Promise<string> => {
    const messageId = String(changes.messageId ?? randomUUID());
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const sender = client.createSender(queue);
    await sender.sendMessages({
      ...changes,
      body: Buffer.isBuffer(body) ? body : Buffer.from(text),
      messageId,
    });
    await sender.close();
    return messageId;
  };
  const answers = async (requestId: string, expected: number, withinMs?: number): Promise<Result[]> => {
    const published = (): Result[] => record.resultsOf(requestId);
    await eventually(`${String(expected)} outcomes`, () => published().length >= expected, withinMs);
    return published();
  };
  return {
    send,
    answers,
    published: (requestId) => record.resultsOf(requestId),
    serviceEvents: () => record.serviceEvents(),
    evictions: () => record.evictions(),
    ask: async (body, expected = 1, changes = {}, queue = 'revocation-requests') =>
      answers(await send(body, changes, queue), expected),
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
