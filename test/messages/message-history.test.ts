import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MessageHistory } from '../../shared/messages/message-history';
import {
  propertiesOf,
  readHistory,
  withoutHistory,
  writtenHistory,
} from '../../shared/messages/message-history';

const brokerProperties = { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' };
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('the history of a message', () => {
  it('begins with the broker’s properties when it is the first', () =>
    expect(readHistory(brokerProperties, { traceparent: 'x' })).toStrictEqual({
      origin: brokerProperties,
      attempts: 0,
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
        },
        { requiredKeys: ['origin', 'attempts'] },
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
    }),
  );
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
