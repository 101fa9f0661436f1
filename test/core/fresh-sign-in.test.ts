import { describe, expect, it } from '@jest/globals';
import { challengeOf, wwwAuthenticate } from '../../shared/core/fresh-sign-in';
import { NOW, aPolicy } from '../support/builders';

const policy = aPolicy().approvals;
const before = (ms: number): Date => new Date(NOW.getTime() - ms);
const claimsOf = (
  signedInAt: Date | undefined,
  has: readonly string[] = [],
  needed: readonly string[] = [],
) => {
  const caller = { authenticationContexts: has, ...(signedInAt && { signedInAt }) };
  const challenge = challengeOf(caller, { ...policy, authenticationContexts: needed }, NOW);
  return challenge && (JSON.parse(challenge.claims) as unknown);
};

describe('a sign-in', () => {
  it.each<[string, number]>([
    ['now', 0],
    ['as long ago as policy allows', 900_000],
    ['a little ahead of the clock', -300_000],
  ])('is fresh: %s', (_when, ms) => expect(claimsOf(before(ms))).toBeUndefined());
  it.each<[string, Date | undefined]>([
    ['longer ago than policy allows', before(900_001)],
    ['far ahead of the clock', before(-300_001)],
    ['at a time that the token does not say', undefined],
    ['at a time that is not one', new Date(Number.NaN)],
  ])('is to be repeated: %s', (_when, signedInAt) =>
    expect(claimsOf(signedInAt)).toEqual({ access_token: { auth_time: { essential: true } } }),
  );
  it('must have met the authentication context that policy names', () => {
    expect(claimsOf(NOW, ['c1'], ['c1'])).toBeUndefined();
    expect(claimsOf(NOW, ['c2', 'c11'], ['c1'])).toEqual({
      access_token: { acrs: { essential: true, value: 'c1' } },
    });
    expect(claimsOf(undefined, [], ['c1', 'c2'])).toEqual({
      access_token: { auth_time: { essential: true }, acrs: { essential: true, values: ['c1', 'c2'] } },
    });
  });
});

describe('the challenge', () => {
  it('is a header by which clients of Entra ID sign in again', () => {
    const challenge = challengeOf(
      { authenticationContexts: [] },
      { ...policy, authenticationContexts: ['c1'] },
      NOW,
    );
    const header = challenge && wwwAuthenticate(challenge, 'https://login.example/t/oauth2/v2.0/authorize');
    const [, claims = ''] = /claims="([^"]+)"/.exec(header ?? '') ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64').toString())).toEqual({
      access_token: { auth_time: { essential: true }, acrs: { essential: true, value: 'c1' } },
    });
    expect(header).toBe(
      `Bearer realm="", authorization_uri="https://login.example/t/oauth2/v2.0/authorize", error="insufficient_claims", claims="${claims}", max_age="900", acr_values="c1"`,
    );
  });
});
