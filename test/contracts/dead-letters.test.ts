import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import { serviceBusDeadLetters } from '../../shared/adapters/service-bus/service-bus-dead-letters';
import { systemClock } from '../../shared/adapters/system-clock';
import type { DeadLetter, DeadLetterAnswer, DeadLetters } from '../../shared/ports/dead-letters';
import { Unavailable } from '../../shared/ports/unavailable';
import { inMemoryDeadLetters } from '../twins/in-memory-dead-letters';
import { serviceBusSide } from './service-bus-side';

const QUEUE = 'revocation-requests';
const OPEN = { queue: QUEUE, channel: 'open' } as const;
const LIMITS = { messages: 10, ms: 30_000 };

interface Side {
  readonly deadLetters: DeadLetters;
  /** Puts a message into the dead-letter queue. */
  add(id: string, body: Buffer): Promise<void>;
  readonly waiting: () => number;
  stop(): Promise<void>;
}

function twinSide(): Promise<Side> {
  const twin = inMemoryDeadLetters();
  return Promise.resolve({
    deadLetters: twin,
    add: (messageId, body) => {
      const history = { origin: { messageId }, attempts: 0 };
      twin.add({ body, history, reason: 'Poison', description: 'Nobody wants it.', failures: 0 });
      return Promise.resolve();
    },
    waiting: () => twin.waiting().length,
    stop: () => Promise.resolve(),
  });
}

async function deadLetterOn(
  client: ServiceBusClient,
  message: ServiceBusMessage,
  queue = QUEUE,
): Promise<void> {
  await client.createSender(queue).sendMessages(message);
  const receiver = client.createReceiver(queue, {
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: 0,
  });
  const [received] = await receiver.receiveMessages(1);
  if (received) {
    await receiver.deadLetterMessage(received, {
      deadLetterReason: 'Poison',
      deadLetterErrorDescription: 'Nobody wants it.',
    });
  }
  await receiver.close();
}

async function realSide(): Promise<Side> {
  const { broker, client, stop } = await serviceBusSide();
  return {
    deadLetters: serviceBusDeadLetters(client, [OPEN], systemClock),
    add: (messageId, body) => deadLetterOn(client, { messageId, body }),
    waiting: () => broker.length(`${QUEUE}/$deadletterqueue`),
    stop,
  };
}

/** What one call receives, each answered as the test says. */
async function received(
  deadLetters: DeadLetters,
  answer: (letter: DeadLetter) => DeadLetterAnswer | Error = () => 'answered',
  limits = LIMITS,
): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  await deadLetters.receive(limits, (letter) => {
    letters.push(letter);
    const result = answer(letter);
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  });
  return letters;
}

describe.each([
  ['the in-memory twin', twinSide],
  ['Service Bus', realSide],
])('%s: the dead-letter queues', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it('give nothing when they are empty', async () => expect(await received(side.deadLetters)).toEqual([]));
  it('give a message with the reason of the broker, and remove it once it is answered', async () => {
    await side.add('m-1', Buffer.from([0, 255]));
    const [letter] = await received(side.deadLetters);
    expect(Buffer.from(letter?.body ?? [])).toEqual(Buffer.from([0, 255]));
    expect(letter).toMatchObject({
      history: { origin: { messageId: 'm-1' }, attempts: 0 },
      reason: 'Poison',
      description: 'Nobody wants it.',
      failures: 0,
    });
    expect(side.waiting()).toBe(0);
  });
  it.each([
    ['answered later', 'later', 0],
    ['answered failed', 'failed', 1],
    ['not answered', new Error('bug'), 1],
  ] as const)(
    'keep what is %s for the next call, give it once per call, and count failures',
    async (how, answer, failures) => {
      await side.add(how, Buffer.from('x'));
      await side.add(`other ${how}`, Buffer.from('y'));
      const first = await received(side.deadLetters, ({ history }) =>
        history.origin.messageId === how ? answer : 'answered',
      );
      expect(first).toHaveLength(2);
      expect(side.waiting()).toBe(1);
      const again = await received(side.deadLetters);
      const seen = again.map(({ history, failures, wasLeft }) => [
        history.origin.messageId,
        failures,
        wasLeft,
      ]);
      expect(seen).toEqual([[how, failures, true]]);
    },
  );
  it('give no more than the limit', async () => {
    for (let n = 0; n < 3; n++) await side.add(`limit ${String(n)}`, Buffer.from('x'));
    expect(await received(side.deadLetters, undefined, { ...LIMITS, messages: 2 })).toHaveLength(2);
    expect(side.waiting()).toBe(1);
    expect(await received(side.deadLetters)).toHaveLength(1);
  });
});

describe('Service Bus', () => {
  const user = { user: 'avery@contoso.com' };
  const bodies = [
    ['data', Buffer.from('{"user":1}'), '{"user":1}'],
    ['value', 'plain text', 'plain text'],
    ['value', user, JSON.stringify(user)],
    ['value', 7, '7'],
    ['value', null, ''],
    ['value', Buffer.from('x'), 'x'],
    ['sequence', [[user, 5]], JSON.stringify([[user, 5]])],
  ] as const;
  it('gives the bytes of bodies of every kind, and removes messages without a messageId', async () => {
    const { broker, client, stop } = await serviceBusSide();
    for (const [bodyType, body] of bodies) {
      // A message in this form has no messageId.
      await deadLetterOn(client, { bodyType, body } as unknown as ServiceBusMessage);
    }
    const letters = await received(serviceBusDeadLetters(client, [OPEN], systemClock));
    expect(letters.map(({ body }) => Buffer.from(body).toString('utf8'))).toEqual(
      bodies.map(([, , text]) => text),
    );
    // The SDK does not tell bytes in a value section from a data section.
    const seen = bodies.map(([section, body]) => (Buffer.isBuffer(body) ? undefined : section));
    expect(letters.map(({ section }) => section)).toEqual(seen);
    expect(broker.length(`${QUEUE}/$deadletterqueue`)).toBe(0);
    await stop();
  });
  it('gives the messageId as the sender has written it', async () => {
    const { client, stop } = await serviceBusSide();
    const ids = ['1e5', '"q"', '12345678901234567890'];
    for (const messageId of ids) await deadLetterOn(client, { messageId, body: Buffer.from('x') });
    const letters = await received(serviceBusDeadLetters(client, [OPEN], systemClock));
    expect(letters.map(({ history }) => history.origin.messageId)).toEqual(ids);
    await stop();
  });
  it('gives the trace that the sender has written into the properties', async () => {
    const { client, stop } = await serviceBusSide();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await deadLetterOn(client, { body: Buffer.from('x'), applicationProperties: { traceparent } });
    const [letter] = await received(serviceBusDeadLetters(client, [OPEN], systemClock));
    expect(letter?.traceparent).toBe(traceparent);
    await stop();
  });
  it('gives what waits in the queues that exist', async () => {
    const { client, stop } = await serviceBusSide();
    await deadLetterOn(client, { messageId: 'm-1', body: Buffer.from('x') });
    const queues = [{ queue: 'absent', channel: 'own' } as const, OPEN];
    expect(await received(serviceBusDeadLetters(client, queues, systemClock))).toHaveLength(1);
    await stop();
  });
  it('is unavailable when a queue cannot be received from', async () => {
    const { client, stop } = await serviceBusSide();
    await stop();
    await expect(received(serviceBusDeadLetters(client, [OPEN], systemClock))).rejects.toBeInstanceOf(
      Unavailable,
    );
  });
});
