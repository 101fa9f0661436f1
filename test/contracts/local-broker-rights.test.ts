import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceBusClient } from '@azure/service-bus';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';

let broker: Broker;
const clients = new Map<string, ServiceBusClient>();
beforeAll(async () => {
  broker = await startBroker({
    topology: { queues: { in: {} }, topics: { out: { subscriptions: { all: {} } } } },
    mayUse: (user, right, entity) =>
      user === 'app' ||
      (user === 'sender' && right === 'Send' && entity === 'in') ||
      (user === 'reader' && right === 'Listen'),
  });
  for (const user of ['app', 'sender', 'reader'])
    clients.set(
      user,
      new ServiceBusClient(broker.connectionString.replace('=local;', `=${user};`), {
        retryOptions: { maxRetries: 0, timeoutInMs: 3000 },
      }),
    );
});
afterAll(async () => {
  await Promise.all([...clients.values()].map((client) => client.close()));
  await broker.stop();
});

const as = (user: string): ServiceBusClient => {
  const client = clients.get(user);
  if (!client) throw new Error(`There is no client ${user}.`);
  return client;
};
const DENIED = { code: 'UnauthorizedAccess' };

describe('the local broker with rights', () => {
  it('lets a user do what they have the right to', async () => {
    await as('sender').createSender('in').sendMessages({ body: 'a' });
    const received = await as('app')
      .createReceiver('in', { receiveMode: 'receiveAndDelete' })
      .receiveMessages(1);
    expect(received.map(({ body }) => body as unknown)).toEqual(['a']);
    expect(await as('reader').createReceiver('out', 'all').peekMessages(1)).toEqual([]);
  });
  it.each<[string, () => Promise<unknown>]>([
    ['receiving', () => as('sender').createReceiver('in').receiveMessages(1, { maxWaitTimeInMs: 100 })],
    ['peeking', () => as('sender').createReceiver('in').peekMessages(1)],
    [
      'the dead-letter queue',
      () => as('sender').createReceiver('in', { subQueueType: 'deadLetter' }).peekMessages(1),
    ],
    ['sending', () => as('reader').createSender('in').sendMessages({ body: 'a' })],
    [
      'scheduling',
      () =>
        as('reader')
          .createSender('in')
          .scheduleMessages({ body: 'a' }, new Date(Date.now() + 60_000)),
    ],
    ['sending elsewhere', () => as('sender').createSender('out').createMessageBatch()],
  ])('denies %s without the right', async (_what, attempt) =>
    expect(attempt()).rejects.toMatchObject(DENIED),
  );
});
