import { describe, expect, it } from '@jest/globals';
import { longestTokenLife } from '../../shared/core/token-lifetime-policy';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const definition = (policy: object): string => JSON.stringify({ TokenLifetimePolicy: policy });
const accessTokens = (life: unknown): string => definition({ Version: 1, AccessTokenLifetime: life });
const longestOf = (...definitions: readonly string[]) =>
  longestTokenLife(definitions.map((text) => ({ definition: [text] })));

describe('the life of access tokens that a definition states', () => {
  it.each<[string, number]>([
    ['08:00:00', 8 * HOUR],
    ['8:00:00', 8 * HOUR],
    ['00:10:00', 10 * MINUTE],
    ['23:59:59', 24 * HOUR - 1000],
    ['1.00:00:00', 24 * HOUR],
    ['0.01:30:00', 90 * MINUTE],
    ['01:30:00.5000000', 90 * MINUTE + 500],
    ['01:30:00.0000001', 90 * MINUTE + 1],
  ])('%s', (life, longestMs) => expect(longestOf(accessTokens(life))).toEqual({ kind: 'known', longestMs }));
  it('is read without regard to the case of its names', () =>
    expect(longestOf('{"tokenLifetimePolicy":{"version":1,"accessTokenLifetime":"02:00:00"}}')).toEqual({
      kind: 'known',
      longestMs: 2 * HOUR,
    }));
  it.each<[string, object]>([
    [
      'refresh tokens and sessions',
      { Version: 1, MaxInactiveTime: '90.00:00:00', MaxAgeSingleFactor: 'until-revoked' },
    ],
    ['nothing', { Version: 1 }],
  ])('is none in a policy of %s', (_of, policy) =>
    expect(longestOf(definition(policy))).toEqual({ kind: 'known', longestMs: undefined }),
  );
});

describe('a definition that cannot be read makes the longest life unknown', () => {
  it.each<[string, string]>([
    ['no JSON', 'eight hours'],
    ['no object', '["08:00:00"]'],
    ['another policy', '{"ClaimsMappingPolicy":{"Version":1}}'],
    ['a policy that is a list', '{"TokenLifetimePolicy":[]}'],
    ['another version', definition({ Version: 2, AccessTokenLifetime: '01:00:00' })],
    ['words', accessTokens('until-revoked')],
    ['a number', accessTokens(480)],
    ['null', accessTokens(null)],
    ['hours of two days', accessTokens('48:00:00')],
    ['minutes of two hours', accessTokens('01:120:00')],
    ['no seconds', accessTokens('08:00')],
    ['ISO 8601', accessTokens('PT8H')],
    ['a sign', accessTokens('-08:00:00')],
    ['hundreds of days', accessTokens('100.00:00:00')],
  ])('%s', (_what, text) =>
    expect(longestOf(text)).toEqual({ kind: 'unknown', reason: 'notUnderstood', longestMs: undefined }),
  );
  it('and so does one that is missing', () =>
    expect(longestTokenLife([{ definition: [] }])).toMatchObject({ kind: 'unknown' }));
  it('while those beside it still count', () =>
    expect(longestOf('?', accessTokens('08:00:00'))).toEqual({
      kind: 'unknown',
      reason: 'notUnderstood',
      longestMs: 8 * HOUR,
    }));
});

it('the longest life of all policies and of all their definitions counts', () => {
  expect(longestTokenLife([])).toEqual({ kind: 'known', longestMs: undefined });
  expect(
    longestTokenLife([
      { definition: [accessTokens('04:00:00')] },
      { definition: [accessTokens('00:30:00'), accessTokens('08:00:00')] },
      { definition: [definition({ Version: 1 })] },
    ]),
  ).toEqual({ kind: 'known', longestMs: 8 * HOUR });
});
