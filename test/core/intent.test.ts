import { describe, expect, it } from '@jest/globals';
import { hasMoved, showsRevocation } from '../../shared/core/intent';
import { AVERY_ID, aUser } from '../support/builders';

const before = '2026-11-23T10:00:00Z';
const after = '2026-11-23T10:00:01Z';

it.each([
  [before, after, true],
  [before, before, false],
  [after, before, false],
  [before, '2026-11-23T11:00:00.000+01:00', false],
  [before, '2026-11-23T11:00:00.001+01:00', true],
  [undefined, before, true],
  [before, undefined, false],
  [undefined, undefined, false],
])('the time from which sessions are valid has moved from %s to %s: %s', (from, to, expected) =>
  expect(hasMoved(from, to)).toBe(expected),
);

describe('the directory shows the revocation of an intent', () => {
  const intent = { userId: AVERY_ID.toUpperCase(), sessionsValidFrom: before };
  it('when the time of this user has moved', () =>
    expect(showsRevocation(intent, aUser({ sessionsValidFrom: after }))).toBe(true));
  it('not while it has not', () =>
    expect(showsRevocation(intent, aUser({ sessionsValidFrom: before }))).toBe(false));
  it('not by the time of another user', () =>
    expect(showsRevocation(intent, aUser({ id: 'another', sessionsValidFrom: after }))).toBe(false));
});
