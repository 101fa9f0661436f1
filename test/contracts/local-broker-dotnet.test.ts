import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import { dotnetVersion, runDotnetClient } from '../support/dotnet-client';

const sdk = dotnetVersion();
/** Where the client must be tested, its absence is a failure. */
const isSkipped = sdk === undefined && process.env['DOTNET_CLIENT'] !== 'required';
if (isSkipped) console.warn('Skipped: the broker with Azure’s .NET client needs the .NET SDK.');

let broker: Broker;
let results: ReadonlyMap<string, unknown>;

/** Each step of the client, and what Service Bus answers. */
const rows: readonly (readonly [promise: string, step: string, expected: object])[] = [
  [
    'keeps the AMQP types of application properties, and the partition key',
    'properties',
    {
      body: 'body',
      MessageId: 'typed',
      PartitionKey: 'partition',
      DeliveryCount: 1,
      types: {
        int: 'Int32',
        long: 'Int64',
        small: 'Int64',
        uint: 'UInt32',
        double: 'Double',
        guid: 'Guid',
        time: 'DateTimeOffset',
        span: 'TimeSpan',
        flag: 'Boolean',
        text: 'String',
      },
      guid: true,
      big: 5_000_000_000,
    },
  ],
  ['takes batches up to 256 KB', 'batch', { MaxSizeInBytes: 262_144, bodies: ['1', '2', '3'] }],
  ['gives a message no id that its sender has not given it', 'no message id', { id: null }],
  ['keeps the type of a value body', 'value body', { value: 7, type: 'Int32' }],
  [
    'shows scheduled messages to a peek, before those that came after them, until they are cancelled',
    'peek',
    {
      peeked: [
        { body: 'later', state: 'Scheduled' },
        { body: 'now', state: 'Active' },
      ],
      inOrder: true,
      left: 1,
      cancelledTwice: 'MessageNotFound',
    },
  ],
  [
    'gives a scheduled message a new sequence number when it is due',
    'schedule',
    { body: 'scheduled', inTime: true, newNumber: true },
  ],
  [
    'keeps the properties that are changed on abandon',
    'abandon',
    { DeliveryCount: 2, properties: { kept: 1, changed: 5_000_000_000 } },
  ],
  [
    'gives a deferred message only to those who ask for its number, and settles it by its lock token',
    'defer',
    {
      deliveredAgain: false,
      state: 'Deferred',
      DeliveryCount: 3,
      properties: { kept: 1, changed: 5_000_000_000, twice: true },
      renewed: true,
      gone: 'MessageNotFound',
    },
  ],
  [
    'dead-letters with a reason, changed properties, and the source',
    'dead letter',
    {
      DeadLetterReason: 'why',
      DeadLetterErrorDescription: 'because',
      DeadLetterSource: 'plain',
      changed: 5_000_000_000,
      kept: 1,
    },
  ],
  [
    'dead-letters a deferred message',
    'deferred dead letter',
    { DeadLetterReason: 'why', DeadLetterErrorDescription: 'because' },
  ],
  ['deletes what a receiver wants settled', 'receive and delete', { body: 'x', left: false }],
  [
    'refuses a settlement after the end of the lock',
    'late settlement',
    { DeliveryCount: 2, failure: 'MessageLockLost' },
  ],
  ['refuses what is larger than 256 KB', 'size', { sent: 'MessageSizeExceeded', added: false }],
  [
    'adds, lists and removes the rules of a subscription, and copies messages by them',
    'rules',
    {
      before: ['$Default TrueRuleFilter TrueRuleFilter'],
      after: [
        "sql SqlRuleFilter SqlRuleFilter: status = 'failed' AND n > 5",
        "correlation CorrelationRuleFilter CorrelationRuleFilter: sys.Label = 'wanted' AND n = '7'",
      ],
      twice: 'MessagingEntityAlreadyExists',
      missing: 'MessagingEntityNotFound',
      received: ['by sql', 'by correlation'],
    },
  ],
  [
    'refuses links to an entity that does not exist',
    'missing',
    { sent: 'MessagingEntityNotFound', received: 'MessagingEntityNotFound' },
  ],
];

(isSkipped ? describe.skip : describe)('the broker, with Azure’s .NET client,', () => {
  beforeAll(async () => {
    const queues = { plain: {}, peeked: {}, deferring: {}, 'short-lock': { lockDurationMs: 1000 } };
    const topics = { events: { subscriptions: { all: {} } } };
    broker = await startBroker({ topology: { queues, topics } });
    results = await runDotnetClient(sdk ?? 0, broker.connectionString);
  }, 240_000);
  afterAll(() => broker.stop());

  it.each(rows)('%s', (_promise, step, expected) => expect(results.get(step)).toStrictEqual(expected));
  it('passes each step', () =>
    expect([...results.keys()].sort()).toEqual(rows.map(([, step]) => step).sort()));
});
