import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { serviceBusClient } from '../../shared/adapters/connections/service-bus-client';
import { inMemoryPostponedMessages } from '../twins/in-memory-queues';
import { serviceBusPostponedMessages } from '../../shared/adapters/service-bus/service-bus-postponed-messages';
import { readHistory } from '../../shared/messages/message-history';
import type { OriginalMessage, RequestQueue } from '../../shared/ports/request-queue';
import { Unavailable } from '../../shared/ports/unavailable';
import { startBroker } from '../../local/broker/broker';
import { localTopology } from '../../local/local-topology';
import { receive } from '../support/received';

interface Side {
  readonly postponedMessages: RequestQueue;
  /** The originals of so many copies, as whoever gets the copies reads them. */
  arrived(count: number): Promise<Omit<OriginalMessage, 'key'>[]>;
  stop(): Promise<void>;
}

function twinSide(): Promise<Side> {
  const twin = inMemoryPostponedMessages();
  return Promise.resolve({
    postponedMessages: twin,
    arrived: (count) =>
      Promise.resolve(
        twin.postponed.splice(0, count).map(({ original: { key: _key, ...original } }) => original),
      ),
    stop: () => Promise.resolve(),
  });
}

async function realSide(): Promise<Side> {
  const broker = await startBroker({ topology: localTopology });
  const connection = { kind: 'connectionString', connectionString: broker.connectionString } as const;
  const client = serviceBusClient(connection, () => {
    throw new Error('A connection string needs no credential.');
  });
  const read = (message: ServiceBusReceivedMessage): Omit<OriginalMessage, 'key'> => {
    const { applicationProperties = {}, contentType } = message;
    const own = Object.entries(applicationProperties).filter(([name]) => !name.startsWith('revocation'));
    return {
      body: message.body as Buffer,
      history: readHistory({ messageId: String(message.messageId) }, applicationProperties),
      ...(contentType !== undefined && { contentType }),
      ...(own.length > 0 && { properties: Object.fromEntries(own) as Record<string, string> }),
    };
  };
  return {
    postponedMessages: serviceBusPostponedMessages(client.createSender('revocation-requests')),
    arrived: async (count) => (await receive(client, 'revocation-requests', count)).map(read),
    stop: async () => {
      await client.close();
      await broker.stop();
    },
  };
}

const origin = { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' };
const soon = (): Date => new Date(Date.now() + 50);

describe.each([
  ['the in-memory twin', twinSide],
  ['Service Bus', realSide],
])('%s: a message that is put off', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it.each<[string, Omit<OriginalMessage, 'key'>]>([
    [
      'all that can be known of it',
      {
        body: Buffer.from([0, 255, 10]),
        history: { origin, attempts: 3, replay: '12@now', refreshedAt: '2026-11-23T11:00:00.000Z' },
        contentType: 'application/json',
        properties: { source: 'siem', severity: 3 },
      },
    ],
    ['nothing but a body', { body: Buffer.from('{}'), history: { origin: {}, attempts: 1 } }],
  ])('comes back as it was, with %s', async (what, original) => {
    await side.postponedMessages.postpone({ ...original, key: what }, soon());
    const [arrived] = await side.arrived(1);
    expect(Buffer.compare(Buffer.from(arrived?.body ?? []), Buffer.from(original.body))).toBe(0);
    expect({ ...arrived, body: [] }).toEqual({ ...original, body: [] });
  });
  it('comes once for each number of attempts, however often it is put off', async () => {
    const put = (attempts: number): Promise<void> =>
      side.postponedMessages.postpone(
        { key: 'again', body: Buffer.from('{}'), history: { origin, attempts } },
        soon(),
      );
    for (const attempts of [1, 1, 2, 1]) await put(attempts);
    const arrived = await side.arrived(2);
    expect(arrived.map(({ history }) => history.attempts)).toEqual([1, 2]);
  });
});

describe('Service Bus, when it does not take it', () => {
  it('is unavailable', async () => {
    const broker = await startBroker({ topology: localTopology });
    const connection = { kind: 'connectionString', connectionString: broker.connectionString } as const;
    const client = serviceBusClient(connection, () => {
      throw new Error('A connection string needs no credential.');
    });
    broker.faults.add({ at: 'send', address: 'revocation-requests', times: 1, answer: 'refuse' });
    const original = { key: 'k', body: Buffer.from('{}'), history: { origin, attempts: 1 } };
    const postponing = serviceBusPostponedMessages(client.createSender('revocation-requests')).postpone(
      original,
      soon(),
    );
    await expect(postponing).rejects.toBeInstanceOf(Unavailable);
    await client.close();
    await broker.stop();
  });
});
