import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceBusClient } from '../../shared/adapters/connections/service-bus-client';
import { inMemoryRejectedMessages, inMemoryResultsTopic } from '../twins/in-memory-queues';
import { serviceBusRejectedMessages } from '../../shared/adapters/service-bus/service-bus-rejected-messages';
import { serviceBusResultsTopic } from '../../shared/adapters/service-bus/service-bus-results';
import { summaryOf } from '../../shared/core/outcome';
import { propertiesOf } from '../../shared/messages/message-history';
import { resultMessage } from '../../shared/messages/result-message';
import type { Quarantine } from '../../shared/ports/quarantine';
import type { ResultsTopic } from '../../shared/ports/results-topic';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import { localTopology } from '../../local/local-topology';
import { outcomeOf, outcomes } from '../support/outcomes';
import { receive } from '../support/received';

interface Arrived {
  readonly body: Buffer;
  readonly messageId: unknown;
  readonly correlationId?: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Side {
  readonly results: ResultsTopic;
  readonly rejectedMessages: Quarantine;
  published(): Promise<Arrived>;
  kept(): Promise<Arrived>;
  stop(): Promise<void>;
}

function twinSide(): Promise<Side> {
  const results = inMemoryResultsTopic();
  const rejectedMessages = inMemoryRejectedMessages();
  return Promise.resolve({
    results,
    rejectedMessages,
    published: () => {
      const { body, messageId, correlationId, applicationProperties } =
        resultsTopic.published.at(-1) ?? resultMessage(outcomeOf('failed'), 'en');
      return Promise.resolve({
        body: Buffer.from(body),
        messageId,
        correlationId,
        properties: applicationProperties,
      });
    },
    kept: () => {
      const last = rejectedMessages.kept.at(-1);
      const { id: outcomeId, requestId, status, detail: reason } = last?.because ?? outcomeOf('failed');
      const history = last && propertiesOf(last.original.history);
      return Promise.resolve({
        body: Buffer.from(last?.original.body ?? []),
        messageId: last?.original.key,
        properties: { ...history, status, reason, requestId, outcomeId },
      });
    },
    stop: () => Promise.resolve(),
  });
}

async function realSide(): Promise<Side> {
  const broker: Broker = await startBroker({ topology: localTopology });
  const connection = { kind: 'connectionString', connectionString: broker.connectionString } as const;
  const client = serviceBusClient(connection, () => {
    throw new Error('A connection string needs no credential.');
  });
  const next = async (from: Parameters<typeof receive>[1]): Promise<Arrived> => {
    const [message] = await receive(client, from, 1);
    return {
      body: message?.body as Buffer,
      messageId: message?.messageId,
      correlationId: message?.correlationId,
      properties: message?.applicationProperties ?? {},
    };
  };
  return {
    results: serviceBusResultsTopic(client.createSender('revocation-results')),
    rejectedMessages: serviceBusRejectedMessages(client.createSender('revocation-rejected')),
    published: () => next(['revocation-results', 'audit']),
    kept: () => next('revocation-rejected'),
    stop: async () => {
      await client.close();
      await broker.stop();
    },
  };
}

describe.each([
  ['the in-memory twins', twinSide],
  ['Service Bus', realSide],
])('%s', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it.each(Object.entries(outcomes))(
    'publish the outcome %s byte for byte, with what subscriptions filter by',
    async (name, outcome) => {
      const message = resultMessage({ ...outcome, id: name }, 'fr');
      await side.results.publish(message);
      const arrived = await side.published();
      expect(Buffer.compare(arrived.body, Buffer.from(message.body))).toBe(0);
      expect(arrived).toMatchObject({
        messageId: name,
        correlationId: 'inc-7',
        properties: message.applicationProperties,
      });
    },
  );
  it.each([
    ['bytes that are no text', Buffer.from([0, 255, 254, 10])],
    ['nothing', Buffer.alloc(0)],
    ['JSON, spaces and all', Buffer.from(' {"user" : 5}\n')],
    ['a quarter of a megabyte', Buffer.alloc(250_000, 'x')],
  ])('keep an original byte for byte, with the reason: %s', async (what, body) => {
    const because = summaryOf({ ...outcomeOf('rejected'), detail: 'Not JSON.' });
    const origin = { messageId: 'original-1', enqueuedAt: '2026-11-23T10:00:00.000Z' };
    const history = { origin, attempts: 2 };
    await side.rejectedMessages.keep({ key: what, body, history, contentType: 'text/plain' }, because);
    const arrived = await side.kept();
    expect(Buffer.compare(arrived.body, body)).toBe(0);
    expect(arrived).toMatchObject({
      messageId: what,
      properties: {
        status: 'rejected',
        reason: 'Not JSON.',
        requestId: 'inc-7',
        outcomeId: because.id,
        revocationOriginId: 'original-1',
        revocationOriginTime: '2026-11-23T10:00:00.000Z',
        revocationAttempts: 2,
      },
    });
  });
});
