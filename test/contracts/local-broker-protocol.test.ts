import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Connection, EventContext, Message, Receiver, Sender } from 'rhea';
import { create_container, types } from 'rhea';
import type { AmqpMap } from '../../local/broker/amqp-value';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import { storedMessage } from '../../local/broker/stored-message';
import { keepEncoded } from '../../local/broker/transfers';
import { eventually } from '../support/eventually';

/** An AMQP library by itself: what the SDK hides or never does. */
let broker: Broker;
let connection: Connection;

beforeAll(async () => {
  const queues = { plain: { maxDeliveryCount: 3 } };
  broker = await startBroker({ topology: { queues, topics: {} } });
});
afterAll(() => broker.stop());
beforeEach(() => {
  connection = connected();
});
afterEach(async () => {
  connection.close();
  await once(connection, 'connection_close');
});

/** SASL mechanisms that a client knows, which rhea's types do not declare. */
type Mechanisms = Record<
  string,
  () => { readonly start: (done: (error: undefined, reply: Buffer) => void) => void }
>;

function connected(mechanism?: string): Connection {
  const container = create_container();
  container.on('error', () => undefined);
  container.on('sender_error', () => undefined);
  container.on('receiver_error', () => undefined);
  container.on('connection_error', () => undefined);
  const mechanisms: Mechanisms | undefined = mechanism
    ? { [mechanism]: () => ({ start: (done) => done(undefined, Buffer.from('\0any\0any')) }) }
    : undefined;
  const options = {
    host: '127.0.0.1',
    port: broker.port,
    reconnect: false,
    username: 'any',
    password: 'any',
  };
  return container.connect({ ...options, sasl_mechanisms: mechanisms } as never);
}

async function opened<Link extends Sender | Receiver>(link: Link): Promise<Link> {
  await once(link, link.is_sender() ? 'sender_open' : 'receiver_open');
  return link;
}

async function send(address: string, message: Partial<Message>): Promise<void> {
  const sender = connection.open_sender(address);
  await once(sender, 'sendable');
  sender.send(message as Message);
  await once(sender, 'accepted');
  sender.close();
}

/** The application properties of the next message, with their AMQP types. */
async function typedProperties(receiver: Receiver): Promise<AmqpMap> {
  keepEncoded(receiver.session);
  const [{ message, delivery }] = (await once(receiver, 'message')) as [EventContext];
  delivery?.accept();
  return storedMessage(message as unknown as Buffer).applicationProperties;
}

/** The properties of the answer to a request for an operation that does not exist, or with a token. */
async function answer(target: string, replyTo: string, node = 'plain/$management'): Promise<AmqpMap> {
  const receiver = connection.open_receiver({
    name: 'link',
    source: { address: node },
    target: { address: target },
    autoaccept: false,
  });
  const properties = typedProperties(receiver);
  const sender = await opened(connection.open_sender(node));
  const operation = { operation: 'unknown' };
  sender.send({ message_id: 'one', reply_to: replyTo, application_properties: operation, body: {} });
  return properties;
}

/** The codes of the AMQP types ("AMQP 1.0", part 1, section 1.6). */
const CODES = { smallInt: 0x54, int: 0x71, smallLong: 0x55, uuid: 0x98, symbol: 0xa3 };

const codes = (properties: AmqpMap): Record<string, number> =>
  Object.fromEntries([...properties].map(([name, { type }]) => [name, type.typecode]));

describe('the broker, on the wire,', () => {
  it.each(['MSSBCBS', 'ANONYMOUS', 'PLAIN'])('accepts the SASL mechanism %s', async (mechanism) => {
    const other = connected(mechanism);
    await once(other, 'connection_open');
    other.close();
  });
  it('answers an attach with its settle modes and the largest message', async () => {
    const sender = await opened(connection.open_sender({ target: { address: 'plain' }, snd_settle_mode: 1 }));
    expect(sender).toMatchObject({ max_message_size: 262_144, snd_settle_mode: 1 });
    const source = { address: 'plain' };
    const receiver = await opened(
      connection.open_receiver({ source, rcv_settle_mode: 1, credit_window: 0 } as never),
    );
    expect(receiver).toMatchObject({ max_message_size: 262_144, rcv_settle_mode: 1 });
  });
  it.each(['plain', '/plain', 'amqps://localhost/plain', 'PLAIN'])('knows the entity %s', async (address) => {
    await send(address, { body: 'x' });
    const receiver = connection.open_receiver({ source: { address }, snd_settle_mode: 1 } as never);
    const [{ delivery }] = (await once(receiver, 'message')) as [EventContext];
    // Already settled: the receiver cannot ask for it again.
    expect((delivery as { readonly remote_settled?: boolean } | undefined)?.remote_settled).toBe(true);
    expect(broker.length('plain')).toBe(0);
  });
  it('refuses an attach to an entity that does not exist without a terminus', async () => {
    const sender = connection.open_sender('missing');
    await once(sender, 'sender_error');
    expect(sender.target.address).toBeUndefined();
    expect(sender.error).toMatchObject({ condition: 'amqp:not-found' });
  });
  it.each([
    ['the address of the link for answers', 'answers', 'answers'],
    ['the name of that link', 'elsewhere', 'link'],
  ])('answers with an int and a symbol, where a request names %s', async (_case, target, replyTo) => {
    const properties = await answer(target, replyTo);
    expect(codes(properties)).toMatchObject({ statusCode: CODES.int, errorCondition: CODES.symbol });
    expect(properties.get('statusCode')?.value).toBe(501);
  });
  it('answers a token with an int', async () => {
    const properties = await answer('answers', 'answers', '$cbs');
    expect(codes(properties)).toMatchObject({ 'status-code': CODES.int });
    expect(properties.get('status-code')?.value).toBe(202);
  });
  it('does not count the delivery of a released message', async () => {
    await send('plain', { body: 'x' });
    const counts: unknown[] = [];
    for (const outcome of ['release', 'release', 'release', 'accept'] as const) {
      const receiver = connection.open_receiver({
        source: { address: 'plain' },
        credit_window: 0,
        autoaccept: false,
      });
      receiver.add_credit(1);
      const [{ message, delivery }] = (await once(receiver, 'message')) as [EventContext];
      counts.push(message?.delivery_count ?? 0);
      if (outcome === 'release') delivery?.release();
      else delivery?.accept();
      receiver.close();
      await once(receiver, 'receiver_close');
    }
    expect(counts).toEqual([0, 0, 0, 0]);
    await eventually('the settlement', () => broker.length('plain') === 0);
  });
  it('keeps the bytes of what it was sent', async () => {
    const properties = {
      int: types.wrap_int(7),
      long: types.wrap_long(7),
      uuid: types.wrap_uuid(Buffer.alloc(16, 1)),
      symbol: types.wrap_symbol('s'),
    };
    await send('plain', { application_properties: properties, body: types.wrap_long(9) });
    const receiver = connection.open_receiver({ source: { address: 'plain' }, snd_settle_mode: 1 } as never);
    expect(codes(await typedProperties(receiver))).toEqual({
      int: CODES.smallInt,
      long: CODES.smallLong,
      uuid: CODES.uuid,
      symbol: CODES.symbol,
    });
  });
});
