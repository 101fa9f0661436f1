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

describe('the lineage of a message', () => {
  it('is its own envelope when it is the first', () =>
    expect(readHistory(brokerProperties, { traceparent: 'x' })).toStrictEqual({
      origin: brokerProperties,
      attempts: 0,
    }));
  it('comes back from the properties of a copy or a replay, whatever the copy is called itself', () => {
    const lineages: fc.Arbitrary<MessageHistory> = fc
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
      fc.property(lineages, (history) => {
        const properties = { ...propertiesOf(history), traceparent: 'theirs' };
        expect(readHistory({ messageId: 'copy', sequenceNumber: '99' }, properties)).toStrictEqual({
          ...history,
          origin: { ...history.origin },
        });
      }),
    );
  });
  it('cannot be claimed by a message that names an origin but is no copy', () =>
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
  ])('is its own envelope when the properties are none of ours: %j', (properties) =>
    expect(readHistory(brokerProperties, properties)).toStrictEqual({
      origin: brokerProperties,
      attempts: 0,
    }),
  );
});

describe('properties without a lineage', () => {
  it('are those of the sender', () => {
    const history = {
      origin: { messageId: 'm' },
      attempts: 2,
      replay: 'r',
      refreshedAt: '2026-11-23T10:00:00Z',
    };
    expect(withoutHistory({ source: 'siem', ...propertiesOf(history) })).toStrictEqual({ source: 'siem' });
  });
  it('have times with an offset as well', () => {
    const refreshedAt = '2026-11-23T11:00:00+01:00';
    expect(writtenHistory({ revocationRefreshedAt: refreshedAt }).refreshedAt).toBe(refreshedAt);
    expect(writtenHistory({ revocationRefreshedAt: 'now' }).refreshedAt).toBeUndefined();
  });
});
