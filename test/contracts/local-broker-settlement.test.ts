import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ServiceBusMessage, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import { receive } from '../support/received';

let broker: Broker;
let client: ServiceBusClient;

beforeAll(async () => {
  const queues = { plain: {}, 'two-deliveries': { maxDeliveryCount: 2 } };
  const topics = { events: { subscriptions: { all: {}, other: { filter: { sql: 'n = 1' } } } } };
  broker = await startBroker({ topology: { queues, topics } });
  client = new ServiceBusClient(broker.connectionString);
});
afterAll(async () => {
  await client.close();
  await broker.stop();
});

const bodies = (messages: readonly { readonly body: unknown }[]): string[] =>
  messages.map(({ body }) => String(body));

const message = (body: string, properties: Partial<ServiceBusMessage> = {}): ServiceBusMessage => ({
  body: Buffer.from(body),
  messageId: randomUUID(),
  ...properties,
});

/** Runs work with a receiver of a queue, and closes it. */
async function receiving<Result>(
  queue: string,
  work: (receiver: ServiceBusReceiver) => Promise<Result>,
): Promise<Result> {
  const options = { maxAutoLockRenewalDurationInMs: 0, skipParsingBodyAsJson: true };
  const receiver = client.createReceiver(queue, options);
  try {
    return await work(receiver);
  } finally {
    await receiver.close();
  }
}

/** Sends a message, and receives it. */
async function locked(
  receiver: ServiceBusReceiver,
  sent: ServiceBusMessage,
): Promise<ServiceBusReceivedMessage> {
  await client.createSender(receiver.entityPath).sendMessages(sent);
  return next(receiver);
}

async function next(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [received] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
  if (!received) throw new Error('No message came.');
  return received;
}

const nothing = (receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage[]> =>
  receiver.receiveMessages(1, { maxWaitTimeInMs: 200 });

describe('an abandoned message', () => {
  it('keeps the properties that were changed', () =>
    receiving('plain', async (receiver) => {
      const first = await locked(receiver, message('x', { applicationProperties: { kept: 1, old: 'a' } }));
      await receiver.abandonMessage(first, { old: 'b', added: true });
      const again = await next(receiver);
      expect(again.applicationProperties).toEqual({ kept: 1, old: 'b', added: true });
      await receiver.completeMessage(again);
    }));
});

describe('a deferred message', () => {
  it('is given only to those who ask for its sequence number', () =>
    receiving('plain', async (receiver) => {
      const first = await locked(receiver, message('x', { applicationProperties: { kept: 1 } }));
      const number = first.sequenceNumber ?? 0;
      await receiver.deferMessage(first, { why: 'later' });
      expect(await nothing(receiver)).toEqual([]);
      expect(broker.length('plain')).toBe(1);
      const [deferred] = await receiver.receiveDeferredMessages(number as never);
      expect(deferred).toMatchObject({
        deliveryCount: 1,
        state: 'deferred',
        applicationProperties: { kept: 1, why: 'later' },
      });
      if (deferred) await receiver.completeMessage(deferred);
      expect(broker.length('plain')).toBe(0);
      await expect(receiver.receiveDeferredMessages(number as never)).rejects.toMatchObject({
        code: 'MessageNotFound',
      });
    }));
  it('stays deferred when it is abandoned, and counts the delivery', () =>
    receiving('plain', async (receiver) => {
      const first = await locked(receiver, message('x'));
      const number = first.sequenceNumber as never;
      await receiver.deferMessage(first);
      const [deferred] = await receiver.receiveDeferredMessages(number);
      if (deferred) await receiver.abandonMessage(deferred, { tried: 'once' });
      expect(await nothing(receiver)).toEqual([]);
      const [again] = await receiver.receiveDeferredMessages(number);
      expect(again).toMatchObject({ deliveryCount: 2, applicationProperties: { tried: 'once' } });
      if (again) await receiver.deadLetterMessage(again, { deadLetterReason: 'why' } as never);
      const [dead] = await receive(client, 'plain/$deadletterqueue', 1);
      expect(dead).toMatchObject({ deadLetterReason: 'why', deadLetterSource: 'plain' });
    }));
});

describe('a dead letter', () => {
  it('has the properties that were changed, and names its source', () =>
    receiving('plain', async (receiver) => {
      const first = await locked(receiver, message('x', { applicationProperties: { kept: 1 } }));
      await receiver.deadLetterMessage(first, { deadLetterReason: 'why', added: 'by the receiver' } as never);
      const [dead] = await receive(client, 'plain/$deadletterqueue', 1);
      expect(dead).toMatchObject({
        deadLetterReason: 'why',
        deadLetterSource: 'plain',
        applicationProperties: { kept: 1, added: 'by the receiver' },
      });
      expect(dead?.deadLetterErrorDescription).toBeUndefined();
    }));
  it('keeps its delivery count', () =>
    receiving('two-deliveries', async (receiver) => {
      await receiver.abandonMessage(await locked(receiver, message('x')));
      await receiver.abandonMessage(await next(receiver));
      const [dead] = await receive(client, 'two-deliveries/$deadletterqueue', 1);
      expect(dead).toMatchObject({ deliveryCount: 2, deadLetterReason: 'MaxDeliveryCountExceeded' });
    }));
});

describe('a scheduled message', () => {
  it('is shown by a peek before those that came after it, and has a new sequence number when it is due', async () => {
    const sender = client.createSender('plain');
    const at = new Date(Date.now() + 1500);
    const [number] = await sender.scheduleMessages(message('later'), at);
    await sender.sendMessages(message('now'));
    const peeked = await receiving('plain', (receiver) =>
      receiver.peekMessages(9, { fromSequenceNumber: number ?? (0 as never) }),
    );
    expect(peeked.map(({ body, state }) => [String(body), state])).toEqual([
      ['later', 'scheduled'],
      ['now', 'active'],
    ]);
    const [now, later] = await receive(client, 'plain', 2);
    expect(bodies([now, later].flatMap((each) => each ?? []))).toEqual(['now', 'later']);
    expect(later?.sequenceNumber?.greaterThan(now?.sequenceNumber ?? 0)).toBe(true);
    await sender.close();
  });
  it('reaches the subscriptions of a topic at its time, and not when it was cancelled', async () => {
    const sender = client.createSender('events');
    const at = new Date(Date.now() + 700);
    const [cancelled] = await sender.scheduleMessages(message('cancelled'), at);
    await sender.scheduleMessages(message('scheduled'), at);
    if (cancelled) await sender.cancelScheduledMessages(cancelled);
    expect(bodies(await receive(client, ['events', 'all'], 1))).toEqual(['scheduled']);
    expect(Date.now()).toBeGreaterThanOrEqual(at.getTime());
    expect(broker.length('events/Subscriptions/all')).toBe(0);
    await sender.close();
  });
});

describe('a message of more than 256 KB', () => {
  it('is refused, and the next one is not', async () => {
    const sender = client.createSender('plain');
    await expect(sender.sendMessages(message('x'.repeat(262_144)))).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
    });
    await sender.sendMessages(message('x'.repeat(261_000)));
    expect((await receive(client, 'plain', 1))[0]?.body).toHaveLength(261_000);
    expect((await sender.createMessageBatch()).maxSizeInBytes).toBe(262_144);
    await sender.close();
  });
});

describe('a partition key', () => {
  it('is kept', async () => {
    await client.createSender('plain').sendMessages(message('x', { partitionKey: 'one' }));
    expect((await receive(client, 'plain', 1))[0]?.partitionKey).toBe('one');
  });
});

describe('the rules of a subscription', () => {
  it('are those of its filter until others are added or removed, and the messages after that go by them', async () => {
    const rules = client.createRuleManager('events', 'other');
    const names = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const rule of rules.listRules()) found.push(`${rule.name}: ${JSON.stringify(rule.filter)}`);
      return found;
    };
    expect(await names()).toEqual(['$Default: {"sqlExpression":"n = 1"}']);
    await rules.createRule('by subject', { subject: 'wanted', applicationProperties: { flag: true } });
    await rules.createRule('by SQL', { sqlExpression: 'n > 7' });
    await rules.deleteRule('$Default');
    await expect(rules.createRule('by SQL', { sqlExpression: '1=1' })).rejects.toThrow('There is a rule');
    await expect(rules.createRule('bad', { sqlExpression: 'n >' })).rejects.toThrow('Cannot parse');
    await expect(
      rules.createRule('acts', { sqlExpression: '1=1' }, { sqlExpression: 'SET n = 2' }),
    ).rejects.toThrow('actions');
    await expect(rules.deleteRule('missing')).rejects.toThrow('could not be found');
    expect((await names()).map((rule) => rule.split(':')[0])).toEqual(['by subject', 'by SQL']);
    await client
      .createSender('events')
      .sendMessages([
        message('before', { applicationProperties: { n: 1 } }),
        message('by SQL', { applicationProperties: { n: 8 } }),
        message('half', { subject: 'wanted', applicationProperties: { flag: false } }),
        message('by subject', { subject: 'wanted', applicationProperties: { flag: true } }),
      ]);
    expect(bodies(await receive(client, ['events', 'other'], 2))).toEqual(['by SQL', 'by subject']);
    expect(broker.length('events/Subscriptions/other')).toBe(0);
  });
});
