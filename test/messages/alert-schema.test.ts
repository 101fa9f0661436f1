import { describe, expect, it } from '@jest/globals';
import { requestTime } from '../../shared/messages/alert-schema';
import { resultSchema } from '../../shared/messages/result-schema';

describe('a time of a request', () => {
  it.each([
    ['2026-11-23T11:00:00+01:00', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23T10:00:00.123456Z', '2026-11-23T10:00:00.123Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('is converted to UTC: %s', (written, utc) => expect(requestTime.parse(written)).toBe(utc));
  it.each(['0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59-01:00', '2026-11-23T10:00:00', 'now', 7, null])(
    'is refused if it is not RFC 3339, or is not after the conversion: %j',
    (written) =>
      expect(requestTime.safeParse(written).error?.issues.map(({ message }) => message)).toEqual([
        'must be an RFC 3339 time with an offset',
      ]),
  );
  it('can be published once it is accepted', () => {
    const { createdAt } = resultSchema.shape.data.shape.alert.unwrap().shape;
    expect(createdAt.safeParse(requestTime.parse('0000-01-01T00:00:00Z')).success).toBe(true);
  });
});
