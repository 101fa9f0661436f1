import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import { sqlCondition } from '../../local/broker/sql-filter';
import { receive } from '../support/received';

const SHORT_LOCK_MS = 400;

let broker: Broker;
let client: ServiceBusClient;

beforeAll(async () => {
  broker = await startBroker({
    topology: {
      queues: {
        plain: {},
        many: {},
        'short-lock': { lockDurationMs: SHORT_LOCK_MS },
        'two-deliveries': { maxDeliveryCount: 2 },
        sessions: { requiresSession: true },
        'no-duplicates': { duplicateDetectionWindowMs: 60_000 },
        expiring: { timeToLiveMs: 100, deadLetterOnExpiration: true },
      },
      topics: {
        results: {
          duplicateDetectionWindowMs: 60_000,
          subscriptions: {
            all: {},
            sql: { filter: { sql: "status IN ('failed', 'rejected') AND severity IS NOT NULL" } },
            correlation: { filter: { correlation: { subject: 'failed', properties: { mode: 'revoke' } } } },
          },
        },
      },
    },
  });
  client = new ServiceBusClient(broker.connectionString);
});
afterAll(async () => {
  await client.close();
  await broker.stop();
});

async function send(
  queue: string,
  ...messages: Parameters<ReturnType<ServiceBusClient['createSender']>['sendMessages']>
): Promise<void> {
  const sender = client.createSender(queue);
  await sender.sendMessages(...messages);
  await sender.close();
}

/** The next message, still locked. */
async function lock(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
  if (!message) throw new Error('No message came.');
  return message;
}

const receiverOf = (queue: string): ServiceBusReceiver =>
  client.createReceiver(queue, { maxAutoLockRenewalDurationInMs: 0, skipParsingBodyAsJson: true });

describe('a queue with sessions', () => {
  it('is closed to a receiver without one', async () => {
    const receiver = client.createReceiver('sessions');
    await expect(receiver.receiveMessages(1, { maxWaitTimeInMs: 500 })).rejects.toThrow('requires sessions');
    await receiver.close();
  });
  it('gives a session to a receiver that names one', async () => {
    const session = await client.acceptSession('sessions', 'one', { maxAutoLockRenewalDurationInMs: 0 });
    expect(session.sessionId).toBe('one');
    expect(session.sessionLockedUntilUtc.getTime()).toBeGreaterThan(Date.now());
    await session.close();
  });
  it('is what other queues are not: they have no session to give', async () =>
    expect(client.acceptSession('plain', 'one')).rejects.toThrow('Failed to create a receiver'));
});

describe('a queue', () => {
  it('delivers nothing to a receiver that has stopped waiting', async () => {
    const gone = client.createReceiver('plain');
    expect(await gone.receiveMessages(10, { maxWaitTimeInMs: 100 })).toEqual([]);
    await send('plain', { messageId: 'for another', body: Buffer.alloc(0) });
    const another = client.createReceiver('plain');
    const message = await lock(another);
    expect(message.messageId).toBe('for another');
    await another.completeMessage(message);
    await Promise.all([gone.close(), another.close()]);
  });
  it('delivers a message with its bytes, its properties and those of the broker', async () => {
    const bytes = Buffer.from([0, 255, 123, 10]);
    const messageId = randomUUID();
    await send('plain', {
      body: bytes,
      messageId,
      correlationId: 'c',
      subject: 's',
      contentType: 'application/json',
      applicationProperties: { text: 'ä', number: 7, flag: true },
    });
    const [message] = await receive(client, 'plain', 1);
    expect(Buffer.compare(message?.body as Buffer, bytes)).toBe(0);
    expect(message).toMatchObject({
      messageId,
      correlationId: 'c',
      subject: 's',
      contentType: 'application/json',
      deliveryCount: 0,
      applicationProperties: { text: 'ä', number: 7, flag: true },
    });
    expect(message?.enqueuedTimeUtc?.getTime()).toBeGreaterThan(Date.now() - 10_000);
    expect(message?.lockedUntilUtc?.getTime()).toBeGreaterThan(Date.now());
    expect(broker.length('plain')).toBe(0);
  });
  it('accepts a batch, and keeps its order', async () => {
    await send(
      'plain',
      ['1', '2', '3'].map((body) => ({ body: Buffer.from(body), messageId: randomUUID() })),
    );
    expect((await receive(client, 'plain', 3)).map(({ body }) => String(body))).toEqual(['1', '2', '3']);
  });
  it('delivers an abandoned message again at once, and counts the delivery', async () => {
    const receiver = receiverOf('plain');
    await send('plain', { body: Buffer.from('x'), messageId: randomUUID() });
    await receiver.abandonMessage(await lock(receiver));
    const again = await lock(receiver);
    expect(again.deliveryCount).toBe(1);
    await receiver.completeMessage(again);
    await receiver.close();
  });
  it('dead-letters a message that was delivered too often', async () => {
    const receiver = receiverOf('two-deliveries');
    await send('two-deliveries', { body: Buffer.from('x'), messageId: randomUUID() });
    await receiver.abandonMessage(await lock(receiver));
    await receiver.abandonMessage(await lock(receiver));
    const [dead] = await receive(client, 'two-deliveries/$deadletterqueue', 1);
    expect(String(dead?.body)).toBe('x');
    expect(dead).toMatchObject({ deadLetterReason: 'MaxDeliveryCountExceeded' });
    expect(broker.length('two-deliveries')).toBe(0);
    await receiver.close();
  });
  it('dead-letters a message when the receiver asks for it, with the reason', async () => {
    const receiver = receiverOf('plain');
    await send('plain', {
      body: Buffer.from('x'),
      messageId: randomUUID(),
      applicationProperties: { kept: 1 },
    });
    await receiver.deadLetterMessage(await lock(receiver), {
      deadLetterReason: 'why',
      deadLetterErrorDescription: 'because',
    });
    const [dead] = await receive(client, 'plain/$deadletterqueue', 1);
    expect(dead).toMatchObject({
      deadLetterReason: 'why',
      deadLetterErrorDescription: 'because',
      applicationProperties: { kept: 1 },
    });
    await receiver.close();
  });
  it('delivers a message again when its lock expires, and then refuses to complete the first delivery', async () => {
    const receiver = receiverOf('short-lock');
    await send('short-lock', { body: Buffer.from('x'), messageId: randomUUID() });
    const late = await lock(receiver);
    const again = await lock(receiver);
    expect(again.deliveryCount).toBe(1);
    await expect(receiver.completeMessage(late)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await receiver.completeMessage(again);
    await receiver.close();
  });
  it('keeps a message locked for as long as its lock is renewed', async () => {
    const receiver = receiverOf('short-lock');
    await send('short-lock', { body: Buffer.from('x'), messageId: randomUUID() });
    const message = await lock(receiver);
    for (let renewal = 0; renewal < 3; renewal++) {
      expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: SHORT_LOCK_MS / 2 })).toEqual([]);
      expect((await receiver.renewMessageLock(message)).getTime()).toBeGreaterThan(Date.now());
    }
    await receiver.completeMessage(message);
    await expect(receiver.renewMessageLock(message)).rejects.toThrow();
    await receiver.close();
  });
  it('delivers a scheduled message at its time, unless it was cancelled', async () => {
    const sender = client.createSender('plain');
    const at = new Date(Date.now() + 1500);
    const [cancelled] = await sender.scheduleMessages(
      { body: Buffer.from('cancelled'), messageId: randomUUID() },
      at,
    );
    await sender.scheduleMessages({ body: Buffer.from('scheduled'), messageId: randomUUID() }, at);
    await sender.sendMessages({
      body: Buffer.from('annotated'),
      messageId: randomUUID(),
      scheduledEnqueueTimeUtc: at,
    });
    if (cancelled) await sender.cancelScheduledMessages(cancelled);
    expect(broker.length('plain')).toBe(0);
    const received = await receive(client, 'plain', 2);
    expect(received.map(({ body }) => String(body)).sort()).toEqual(['annotated', 'scheduled']);
    expect(Date.now()).toBeGreaterThanOrEqual(at.getTime());
    expect(broker.length('plain')).toBe(0);
    await sender.close();
  });
  it('drops a second message with the same id', async () => {
    await send('no-duplicates', { body: Buffer.from('first'), messageId: 'same' });
    await send('no-duplicates', { body: Buffer.from('second'), messageId: 'same' });
    expect(broker.length('no-duplicates')).toBe(1);
    expect(String((await receive(client, 'no-duplicates', 1))[0]?.body)).toBe('first');
  });
  it('are shown by one peek up to 250, whatever number it asks for', async () => {
    const sender = client.createSender('many');
    await sender.sendMessages(
      Array.from({ length: 251 }, (_, n) => ({ body: Buffer.from(String(n)), messageId: randomUUID() })),
    );
    const receiver = receiverOf('many');
    expect(await receiver.peekMessages(1000)).toHaveLength(250);
    expect((await receiver.peekMessages(1000)).map(({ body }) => String(body))).toEqual(['250']);
    await receiver.close();
    await sender.close();
  });
  it('can be peeked at again and again, which removes nothing', async () => {
    await send(
      'plain',
      ['1', '2', '3'].map((body) => ({ body: Buffer.from(body), messageId: randomUUID() })),
    );
    const receiver = receiverOf('plain');
    const locked = await lock(receiver);
    const peeking = receiverOf('plain');
    expect((await peeking.peekMessages(2)).map(({ body }) => String(body))).toEqual(['1', '2']);
    expect((await peeking.peekMessages(2)).map(({ body }) => String(body))).toEqual(['3']);
    expect(await peeking.peekMessages(2)).toEqual([]);
    await receiver.completeMessage(locked);
    await receive(client, 'plain', 2);
    await Promise.all([receiver.close(), peeking.close()]);
  });
  it('dead-letters a message that expires', async () => {
    await send('expiring', { body: Buffer.from('x'), messageId: randomUUID() });
    const receiver = receiverOf('expiring');
    while (broker.length('expiring') > 0) await receiver.peekMessages(1);
    expect((await receive(client, 'expiring/$deadletterqueue', 1))[0]?.deadLetterReason).toBe(
      'TTLExpiredException',
    );
    await receiver.close();
  });
  it('that does not exist is an error', async () =>
    expect(send('missing', { body: Buffer.from('x') })).rejects.toMatchObject({
      code: 'MessagingEntityNotFound',
    }));
  it('deletes what it delivers in receive-and-delete mode', async () => {
    await send('plain', { body: Buffer.from('x'), messageId: randomUUID() });
    const receiver = client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 })).toHaveLength(1);
    expect(broker.length('plain')).toBe(0);
    await receiver.close();
  });
});

describe('a topic', () => {
  it('copies a message once to each subscription whose filter matches it', async () => {
    const failed = {
      body: Buffer.from('x'),
      messageId: 'm-1',
      subject: 'failed',
      applicationProperties: { status: 'failed', mode: 'revoke', severity: 'high' },
    };
    const done = {
      body: Buffer.from('y'),
      messageId: 'm-2',
      subject: 'done',
      applicationProperties: { status: 'done', mode: 'revoke' },
    };
    for (const message of [failed, done, failed]) await send('results', message);
    const ids = async (subscription: string, count: number): Promise<unknown[]> =>
      (await receive(client, ['results', subscription], count)).map(({ messageId }) => messageId);
    expect(await ids('all', 2)).toEqual(['m-1', 'm-2']);
    expect(await ids('sql', 1)).toEqual(['m-1']);
    expect(await ids('correlation', 1)).toEqual(['m-1']);
    for (const subscription of ['all', 'sql', 'correlation'])
      expect(broker.length(`results/subscriptions/${subscription}`)).toBe(0);
  });
});

describe('a broker that is suspended', () => {
  it('accepts no connections, and has lost nothing when it is resumed', async () => {
    const other = await startBroker({ topology: { queues: { kept: {} }, topics: {} } });
    const before = new ServiceBusClient(other.connectionString);
    await before.createSender('kept').sendMessages({ body: Buffer.from('x'), messageId: randomUUID() });
    await before.close();
    await other.suspend();
    const [refused] = (await once(connect(other.port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
    expect(refused.code).toBe('ECONNREFUSED');
    await other.resume();
    const after = new ServiceBusClient(other.connectionString);
    expect(String((await receive(after, 'kept', 1))[0]?.body)).toBe('x');
    await after.close();
    await other.stop();
  });
});

describe('an SQL filter', () => {
  const properties: Record<string, unknown> = { status: 'failed', n: 5, yes: true, name: "o'neil_50%" };
  it.each([
    ["status = 'failed'", true],
    ["status <> 'failed'", false],
    ["missing = 'x'", false],
    ["missing <> 'x'", false],
    ["NOT missing = 'x'", false],
    ['missing IS NULL', true],
    ['status IS NOT NULL', true],
    ['EXISTS(status) AND NOT EXISTS(missing)', true],
    ["status IN ('a', 'failed')", true],
    ["status NOT IN ('a', 'failed')", false],
    ["status LIKE 'fa%'", true],
    ["status LIKE 'fa_'", false],
    ["name = 'o''neil_50%'", true],
    ['n > 4 AND n <= 5 AND yes = TRUE', true],
    ["n < 5 OR (status = 'failed' AND n >= 5)", true],
    ["n < 5 OR status = 'failed' AND n > 5", false],
    ['[status] != status', false],
  ])('%s is %s', (sql, expected) =>
    expect(sqlCondition(sql)((name) => properties[name]) === true).toBe(expected),
  );
  it.each(['status', 'status =', "status = 'x", 'status ~ 1', '(status = 1', 'status = 1)', ''])(
    '%j is no filter',
    (sql) => expect(() => sqlCondition(sql)).toThrow(/SQL filter/),
  );
});
