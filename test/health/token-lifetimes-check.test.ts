import { expect, it } from '@jest/globals';
import { tokenLifetimesCheck } from '../../shared/health/token-lifetimes-check';
import type { TokenLife } from '../../shared/core/token-life';
import { unknownTokenLife } from '../../shared/core/token-life';
import { fixedClock } from '../support/fixed-clock';
import { inMemoryTokenLifetimes } from '../twins/in-memory-token-lifetimes';

it.each<[string, TokenLife, RegExp]>([
  [
    'no policy is longer',
    { kind: 'known', longestMs: 600_000 },
    /within 90 min .*\(bound default\): .* were read\.$/,
  ],
  ['one is longer', { kind: 'known', longestMs: 8 * 3_600_000 }, /within 480 min .*\(bound policy\)/],
  [
    'the permission is missing',
    unknownTokenLife('notGranted'),
    /within 90 min .*\(bound unknown\): .*Policy\.Read\.All/,
  ],
  ['Graph does not answer', unknownTokenLife('notRead'), /\(bound unknown\): .* did not return/],
  ['one cannot be read', unknownTokenLife('notUnderstood'), /\(bound unknown\): .* cannot be read\.$/],
])('the bound in force is reported, and is never a failure: %s', async (_what, answer, detail) => {
  const lifetimes = inMemoryTokenLifetimes(fixedClock());
  lifetimes.answer = answer;
  expect(await tokenLifetimesCheck(lifetimes).run()).toEqual({
    status: 'ok',
    detail: expect.stringMatching(detail),
  });
});
