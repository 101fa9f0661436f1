import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReceivedBy } from '../../shared/core/received-by';
import type { Channel, MessageHistory } from '../../shared/messages/message-history';
import {
  propertiesOf,
  readHistory as readHistoryOn,
  withoutHistory,
  writtenHistory,
} from '../../shared/messages/message-history';

const readHistory = (broker: object, properties: unknown) => readHistoryOn(broker, properties, 'own');
const brokerProperties = { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' };
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const tenant = fc.option(fc.uuid(), { nil: undefined });

describe('the history of a message', () => {
  it('begins with the broker’s properties when it is the first', () =>
    expect(readHistory(brokerProperties, { traceparent: 'x' })).toStrictEqual({
      origin: brokerProperties,
      attempts: 0,
      receivedBy: 'unproven',
    }));
  it('is read from the properties of a copy or a replay, whatever id the copy itself has', () => {
    const histories: fc.Arbitrary<MessageHistory> = fc
      .record(
        {
          origin: fc.record(
            { messageId: fc.string(), sequenceNumber: fc.string(), enqueuedAt: time },
            { requiredKeys: [] },
          ),
          attempts: fc.nat({ max: 50 }),
          replay: fc.string(),
          refreshedAt: time,
          firstTriedAt: time,
          receivedBy: fc.constantFrom<ReceivedBy[]>(
            'queue',
            'unproven',
            'webhook:acme',
            'issuer:https://idp/',
          ),
          tenants: fc.record(
            { ofSender: tenant, ofItems: fc.array(tenant, { maxLength: 1000 }) },
            { noNullPrototype: true },
          ),
        },
        { requiredKeys: ['origin', 'attempts', 'receivedBy'] },
      )
      .filter(({ attempts, replay }) => attempts > 0 || replay !== undefined);
    fc.assert(
      fc.property(histories, (history) => {
        const properties = { ...propertiesOf(history), traceparent: 'theirs' };
        expect(readHistory({ messageId: 'copy', sequenceNumber: '99' }, properties)).toStrictEqual({
          ...history,
          origin: { ...history.origin },
        });
      }),
    );
  });
  it('begins with the broker’s properties when the message names an origin but is no copy', () =>
    expect(readHistory(brokerProperties, { revocationOriginId: 'another' }).origin).toStrictEqual(
      brokerProperties,
    ));
  it.each([
    [null],
    ['text'],
    [{ revocationAttempts: 'many' }],
    [{ revocationAttempts: -1, revocationOriginId: 'another' }],
    [{ revocationReplay: 7 }],
    [{ revocationReplay: 'r', revocationOriginTime: 'yesterday' }],
  ])('begins with the broker’s properties when its own properties are malformed: %j', (properties) =>
    expect(readHistory(brokerProperties, properties)).toStrictEqual({
      origin: brokerProperties,
      attempts: 0,
      receivedBy: 'unproven',
    }),
  );
});

describe('the sender of a message', () => {
  const sender = (properties: object, channel: Channel = 'open'): string | undefined =>
    readHistoryOn(brokerProperties, properties, channel).receivedBy;
  it('is anybody who may send to the queue of requests', () => expect(sender({})).toBe('queue'));
  it.each([['webhook:acme'], ['issuer:https://idp.contoso.com/'], ['queue'], ['unproven:webhook:acme']])(
    'is as it is written where only the app may send: %s',
    (receivedBy) => expect(sender({ revocationReceivedBy: receivedBy }, 'own')).toBe(receivedBy),
  );
  it.each([
    ['webhook:acme', 'unproven:webhook:acme'],
    ['issuer:https://idp.contoso.com/', 'unproven:issuer:https://idp.contoso.com/'],
    ['unproven:entra:app', 'unproven:entra:app'],
    ['queue', 'queue'],
    ['root', 'queue'],
    ['webhook:', 'queue'],
  ])('is not believed where others may send: %s is %s', (claimed, receivedBy) =>
    expect(sender({ revocationReceivedBy: claimed })).toBe(receivedBy),
  );
  it.each<[string, object, Channel, string]>([
    ['a copy', { revocationAttempts: 1 }, 'open', 'unproven'],
    ['a replay', { revocationReplay: 'r' }, 'open', 'unproven'],
    ['what came over HTTP', { revocationCameBy: 'webhook' }, 'open', 'unproven:webhook'],
    [
      'what came over HTTP',
      { revocationCameBy: 'webhook', revocationAttempts: 2 },
      'open',
      'unproven:webhook',
    ],
    ['anything without a sender', {}, 'own', 'unproven'],
  ])('is the least trusted for %s of the version before: %j', (_what, properties, channel, receivedBy) =>
    expect(sender(properties, channel)).toBe(receivedBy),
  );
  it('gives a message that came over HTTP the id of its request', () => {
    const properties = { revocationReceivedBy: 'webhook:acme', revocationOriginId: 'request-7' };
    expect(readHistoryOn(brokerProperties, properties, 'own').origin).toEqual({
      ...brokerProperties,
      messageId: 'request-7',
    });
  });
});

describe('properties without a history', () => {
  it('are those of the sender', () => {
    const history = {
      origin: { messageId: 'm' },
      attempts: 2,
      replay: 'r',
      refreshedAt: '2026-11-23T10:00:00Z',
    };
    expect(withoutHistory({ source: 'siem', ...propertiesOf(history) })).toStrictEqual({ source: 'siem' });
  });
});

describe('the history beside an original in quarantine', () => {
  it('may have times with an offset', () => {
    const refreshedAt = '2026-11-23T11:00:00+01:00';
    expect(writtenHistory({ revocationRefreshedAt: refreshedAt }).refreshedAt).toBe(refreshedAt);
    expect(writtenHistory({ revocationRefreshedAt: 'now' }).refreshedAt).toBeUndefined();
  });
});

describe('the tenants that were chosen at the first reading', () => {
  const tenants = { ofSender: undefined, ofItems: ['b1946ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f', undefined] };
  const copy = propertiesOf({ origin: {}, attempts: 1, receivedBy: 'queue', tenants });

  it('count on queues of the app alone', () => {
    expect(readHistoryOn(brokerProperties, copy, 'own').tenants).toStrictEqual(tenants);
    expect(readHistoryOn(brokerProperties, copy, 'open')).not.toHaveProperty('tenants');
  });
  it.each([7, 'x'.repeat(40_001)])('are read as absent when they are unusable: %#', (revocationTenants) => {
    const read = readHistory(brokerProperties, { ...copy, revocationTenants });
    expect(read).not.toHaveProperty('tenants');
    expect(read.attempts).toBe(1);
  });
  it('go into no property that a message brings of its own', () =>
    expect(withoutHistory({ revocationTenants: 'x', own: 1 })).toStrictEqual({ own: 1 }));
});
