import { describe, expect, it } from '@jest/globals';
import type { LimitFact } from '../../../shared/core/facts';
import type { OutcomeId } from '../../../shared/core/ids';
import { storedId } from '../../../shared/core/ids';
import { NOW, aPolicy, aRequest, found } from '../../support/builders';
import { given } from '../../support/given-when-then';
import { planFor } from '../../support/plan';

describe('what was done already', () => {
  const earlier = {
    kind: 'done',
    revocation: { outcomeId: storedId<OutcomeId>('earlier'), revokedAt: '2026-11-23T09:59:00.000Z' },
  } as const;
  const byAlert = { alert: { id: 'a-1' } };
  it('is not done again, and the outcome that did it is named', () => {
    given({ ...found(), earlier })
      .when(byAlert)
      .denies('duplicate', 'already signed out for this alert, at 2026-11-23T09:59:00.000Z');
    expect(planFor(aRequest(byAlert), { ...found(), earlier }, aPolicy(), NOW)).toMatchObject({
      about: 'user',
      denial: { duplicateOf: 'earlier' },
    });
  });
  it('does not hide that a user is none', () =>
    given({ ...found({ userType: 'Guest', externalUserState: 'Accepted' }), earlier })
      .when(byAlert)
      .denies('notApplicable'));
});

describe('a user who is named twice in one request', () => {
  const other = storedId<OutcomeId>('other');
  const facts = { ...found(), namedTwice: { kind: 'yes', outcomeId: other } } as const;
  it('is signed out once, and the other outcome is named', () => {
    given(facts).when().denies('duplicate', 'The same request names this user twice, in two ways.');
    expect(planFor(aRequest(), facts, aPolicy(), NOW)).toMatchObject({
      denial: { duplicateOf: 'other' },
    });
  });
  it('is signed out the first time', () =>
    given({ ...found(), namedTwice: { kind: 'no' } })
      .when()
      .proceeds('revoke'));
});

describe('what the brake does', () => {
  const brake = { brake: { users: 4, windowMs: 30 * 60_000, repeats: 3 } };
  const raised = (createdAt: string) => ({
    alert: { id: 'a-1', createdAt },
    receivedBy: 'webhook:siem' as const,
  });
  const request = raised('2026-11-23T09:50:00.000Z');
  const counted = (limit: LimitFact) => given({ ...found(), earlier: { kind: 'none' }, limit });
  it('lets a user through who has a place', () =>
    counted({ kind: 'reserved' }).when(request, brake).proceeds('revoke'));
  it.each<[string, LimitFact, string]>([
    ['when it is full', { kind: 'full' }, '4 users were signed out within 30 min, which is as many'],
    [
      'when the sender has used its share',
      { kind: 'shareUsed' },
      'webhook:siem has used half of the 4 users whom policy allows within 30 min',
    ],
    [
      'after repeats that have not taken effect',
      { kind: 'repeated' },
      'about to be signed out 3 times within 30 min, which is as often as policy allows, and none',
    ],
    [
      'after repeats before the alert was raised',
      { kind: 'repeated', lastAt: new Date('2026-11-23T09:49:59.999Z') },
      '3 times within 30 min, which is as often as policy allows, the last time at 2026-11-23T09:49:59.999Z',
    ],
  ])('holds %s', (_when, limit, sentence) => counted(limit).when(request, brake).holds('held', sentence));
  it.each(['2026-11-23T09:50:00.000Z', '2026-11-23T09:55:00.000Z'])(
    'reports nothing new when the user was signed out since the alert was raised: %s',
    (time) =>
      counted({ kind: 'repeated', lastAt: new Date(time) })
        .when(request, brake)
        .denies('duplicate', `the last time at ${time}`),
  );
});
