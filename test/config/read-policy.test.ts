import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../shared/config/read-policy';

const limitsOf = (policy: unknown): unknown => readPolicy(JSON.stringify(policy));

describe('the policy', () => {
  it('has safe limits when nothing is said', () =>
    expect(readPolicy(undefined)).toEqual({
      kind: 'valid',
      limits: {
        maxRequestAgeMs: 4 * 3_600_000,
        deduplicationWindowMs: 3_600_000,
        recordRetentionMs: 7 * 86_400_000,
      },
    }));
  it.each([
    ['PT30M', 1_800_000],
    ['PT90S', 90_000],
    ['P1D', 86_400_000],
    ['P1DT2H3M4S', 93_784_000],
    ['P1W', 604_800_000],
  ])('reads %s as %i ms', (maxRequestAge, maxRequestAgeMs) =>
    expect(limitsOf({ maxRequestAge })).toMatchObject({ limits: { maxRequestAgeMs } }),
  );
  it.each(['', '4h', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', 'PT1.5H', '-PT1H', 'P1W2D', 4])(
    'takes no %j for a duration',
    (maxRequestAge) =>
      expect(limitsOf({ maxRequestAge })).toEqual({
        kind: 'invalid',
        problems: ['REVOCATION_POLICY.maxRequestAge: must be a duration as in ISO 8601: PT4H, P7D'],
      }),
  );
  it('tells every problem at once, with its path', () =>
    expect(limitsOf({ maxRequestAge: 'PT0S', deduplicationWindow: 'soon', protected: [] })).toEqual({
      kind: 'invalid',
      problems: [
        'REVOCATION_POLICY.maxRequestAge: must be longer than nothing',
        'REVOCATION_POLICY.deduplicationWindow: must be a duration as in ISO 8601: PT4H, P7D',
        'REVOCATION_POLICY: does not know protected',
      ],
    }));
  it.each([
    ['a request may still come', { maxRequestAge: 'P2D' }],
    ['it answers duplicates', { deduplicationWindow: 'P2D' }],
  ])('forgets nothing for as long as %s', (_while, policy) =>
    expect(limitsOf({ ...policy, recordRetention: 'P1D' })).toMatchObject({
      problems: [expect.stringMatching(/^REVOCATION_POLICY.recordRetention: must not be shorter/)],
    }),
  );
  it.each(['null', '[]', '7', '"PT4H"'])('is an object, not %s', (text) =>
    expect(readPolicy(text)).toEqual({
      kind: 'invalid',
      problems: ['REVOCATION_POLICY: must be an object'],
    }),
  );
});
