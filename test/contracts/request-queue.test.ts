import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { serviceBusRequestQueue } from '../../shared/adapters/service-bus/service-bus-request-queue';
import { compact } from '../../shared/core/compact';
import { propertiesOf, readHistory, withoutHistory } from '../../shared/messages/message-history';
import type {
  MessageProperties,
  NewMessage,
  OriginalMessage,
  RequestQueue,
} from '../../shared/ports/request-queue';
import { Unavailable } from '../../shared/ports/unavailable';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';
import { receive } from '../support/received';
import { serviceBusSide } from './service-bus-side';

/** A message as its receiver sees it. */
interface Arrived {
  readonly id: string;
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly properties: MessageProperties;
  readonly enqueuedAt: Date;
}

interface Side {
  readonly requestQueue: RequestQueue;
  /** Takes so many messages from the queue. */
  arrived(count: number): Promise<Arrived[]>;
  stop(): Promise<void>;
}

function twinSide(): Promise<Side> {
  const twin = inMemoryRequestQueue();
  const taken = { sent: 0 };
  return Promise.resolve({
    requestQueue: twin,
    arrived: (count) => {
      const sent = twin.sent.slice(taken.sent).map(({ at = new Date(), ...message }) => ({
        ...message,
        enqueuedAt: at,
      }));
      taken.sent = twin.sent.length;
      const scheduled = twin.scheduled.splice(0, count - sent.length).map(({ original, at }) =>
        compact({
          id: `${original.key}.${String(original.history.attempts)}`,
          body: original.body,
          contentType: original.contentType,
          properties: { ...original.properties, ...propertiesOf(original.history) },
          enqueuedAt: at,
        }),
      );
      return Promise.resolve([...sent, ...scheduled]);
    },
    stop: () => Promise.resolve(),
  });
}

async function realSide(): Promise<Side> {
  const { client, stop } = await serviceBusSide();
  const read = (message: ServiceBusReceivedMessage): Arrived =>
    compact({
      id: String(message.messageId),
      body: message.body as Buffer,
      contentType: message.contentType,
      properties: (message.applicationProperties ?? {}) as MessageProperties,
      enqueuedAt: message.enqueuedTimeUtc ?? new Date(0),
    });
  return {
    requestQueue: serviceBusRequestQueue(client.createSender('revocation-requests')),
    arrived: async (count) => (await receive(client, 'revocation-requests', count)).map(read),
    stop,
  };
}

const origin = { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' };
const inMs = (ms: number): Date => new Date(Date.now() + ms);
const soon = (): Date => inMs(50);

function aMessage(id: string): NewMessage {
  return {
    id,
    body: Buffer.from([0, 255, 10]),
    contentType: 'application/cloudevents+json',
    properties: { traceparent: '00-a-b-01', severity: 3, urgent: true },
  };
}

/** The original of a copy, as the app reads it from the message. */
function originalOf({ id, body, contentType, properties }: Arrived): Omit<OriginalMessage, 'key'> {
  const senders = withoutHistory(properties);
  return {
    body,
    history: readHistory({ messageId: id }, properties, 'own'),
    ...(contentType !== undefined && { contentType }),
    ...(Object.keys(senders).length > 0 && { properties: senders }),
  };
}

describe.each([
  ['the in-memory twin', twinSide],
  ['Service Bus', realSide],
])('%s: the request queue', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  describe('delivers a message that is sent', () => {
    it('as it is, with its id', async () => {
      const message = aMessage('sent');
      await side.requestQueue.send(message);
      const [arrived] = await side.arrived(1);
      expect(Buffer.compare(Buffer.from(arrived?.body ?? []), Buffer.from(message.body))).toBe(0);
      const { body: _body, ...expected } = message;
      expect(arrived).toMatchObject(expected);
      expect(arrived?.properties).toEqual(message.properties);
    });
    it('at its time, and not before', async () => {
      const at = inMs(150);
      await side.requestQueue.send(aMessage('later'), at);
      const [arrived] = await side.arrived(1);
      expect(arrived).toMatchObject({ id: 'later' });
      expect(arrived?.enqueuedAt.getTime()).toBeGreaterThanOrEqual(at.getTime());
    });
    it('once, however often one with its id is sent', async () => {
      for (const id of ['one', 'one', 'two', 'one']) await side.requestQueue.send(aMessage(id));
      expect((await side.arrived(2)).map(({ id }) => id)).toEqual(['one', 'two']);
    });
  });

  describe('delivers a copy that is scheduled', () => {
    it.each<[string, Omit<OriginalMessage, 'key'>]>([
      [
        'all that can be known of it',
        {
          body: Buffer.from([0, 255, 10]),
          history: {
            origin,
            attempts: 3,
            replay: '12@now',
            refreshedAt: '2026-11-23T11:00:00.000Z',
            receivedBy: 'webhook:acme',
          },
          contentType: 'application/json',
          properties: { source: 'siem', severity: 3 },
        },
      ],
      [
        'nothing but a body',
        { body: Buffer.from('{}'), history: { origin: {}, attempts: 1, receivedBy: 'queue' } },
      ],
    ])('as its original was, with %s', async (key, original) => {
      await side.requestQueue.schedule({ ...original, key }, soon());
      const [arrived] = await side.arrived(1);
      const read = arrived && originalOf(arrived);
      expect(Buffer.compare(Buffer.from(read?.body ?? []), Buffer.from(original.body))).toBe(0);
      expect({ ...read, body: [] }).toEqual({ ...original, body: [] });
    });
    it('at its time, and not before', async () => {
      const at = inMs(150);
      const original = { key: 'later', body: Buffer.from('{}'), history: { origin, attempts: 1 } };
      await side.requestQueue.schedule(original, at);
      const [arrived] = await side.arrived(1);
      expect(arrived?.enqueuedAt.getTime()).toBeGreaterThanOrEqual(at.getTime());
    });
    it('once for each number of attempts, however often it is scheduled', async () => {
      const schedule = (attempts: number): Promise<void> =>
        side.requestQueue.schedule(
          { key: 'again', body: Buffer.from('{}'), history: { origin, attempts } },
          soon(),
        );
      for (const attempts of [1, 1, 2, 1]) await schedule(attempts);
      const arrived = await side.arrived(2);
      expect(arrived.map((one) => originalOf(one).history.attempts)).toEqual([1, 2]);
    });
  });
});

describe('Service Bus, when it does not accept a message', () => {
  it.each<[string, (queue: RequestQueue) => Promise<void>]>([
    ['that is sent', (queue) => queue.send(aMessage('refused'))],
    [
      'that is scheduled',
      (queue) =>
        queue.schedule({ key: 'k', body: Buffer.from('{}'), history: { origin, attempts: 1 } }, soon()),
    ],
  ])('%s, is unavailable', async (_what, send) => {
    const { broker, client, stop } = await serviceBusSide();
    broker.faults.add({ at: 'send', address: 'revocation-requests', times: 1, answer: 'reject' });
    const requestQueue = serviceBusRequestQueue(client.createSender('revocation-requests'));
    await expect(send(requestQueue)).rejects.toBeInstanceOf(Unavailable);
    await stop();
  });
});
