import { describe, it } from '@jest/globals';
import type { Facts } from '../../../shared/core/facts';
import type { Policy } from '../../../shared/core/policy';
import { AVERY_ID, NOW, aPolicy, found } from '../../support/builders';
import { given } from '../../support/given-when-then';
import { GROUP, HELPDESK, member } from '../../support/memberships';

describe('a person must approve', () => {
  const confirming = (rule: Partial<Policy['confirmation']>): Partial<Policy> => ({
    confirmation: { ...aPolicy().confirmation, ...rule },
  });
  it.each<[string, Facts, Parameters<ReturnType<typeof given>['when']>, string]>([
    ['what asks for it', found(), [{ confirm: true }], 'The request asks'],
    ['everything, if policy says so', found(), [{}, confirming({ always: true })], 'for every request'],
    ['members of a group', member([GROUP]), [{}, confirming({ groups: [GROUP] })], `group ${GROUP}`],
    [
      'members of a role',
      member([], [HELPDESK]),
      [{}, confirming({ roles: [HELPDESK] })],
      'directory role Helpdesk Administrator',
    ],
    [
      'what is not severe enough',
      found(),
      [{ alert: { severity: 'Medium' } }, confirming({ severityBelow: 'high' })],
      'below high severity; this one is Medium',
    ],
    [
      'what does not say how severe it is',
      found(),
      [{ alert: {} }, confirming({ severityBelow: 'low' })],
      'this one is unknown',
    ],
    [
      'what names a severity that is not known',
      found(),
      [{ alert: { severity: '7' } }, confirming({ severityBelow: 'low' })],
      'this one is 7',
    ],
    [
      'an alert whose times cannot be read',
      { ...found(), age: { since: NOW, attempts: 0, isUnknown: true } },
      [{}],
      'none of the times of this one can be read',
    ],
  ])('%s', (_what, facts, [request, policy], reason) =>
    given(facts).when(request, policy).holds('awaitingConfirmation', reason),
  );
  it.each([
    ['as severe as is asked for', { severity: 'HIGH' }],
    ['more severe', { severity: 'critical' }],
  ])('but not of what is %s', (_what, alert) =>
    given(found())
      .when({ alert }, confirming({ severityBelow: 'high' }))
      .proceeds('revoke'),
  );
  it('but not of an alert whose times cannot be read, if policy says so', () =>
    given({ ...found(), age: { since: NOW, attempts: 0, isUnknown: true } })
      .when({}, { unknownAge: 'revoke' })
      .proceeds('revoke'));
  it('again, if the approval was for another user', () =>
    given({ ...found(), approved: { userId: 'another' } })
      .when({})
      .holds('awaitingConfirmation', 'The approval was for the user with the object id another'));
  it('and once one has approved, nothing else holds the request', () => {
    given({ ...found(), approved: { userId: AVERY_ID }, limit: { kind: 'full' } })
      .when(
        { confirm: true },
        { ...confirming({ always: true }), brake: { users: 1, windowMs: 60_000, repeats: 3 } },
      )
      .proceeds('revoke');
  });
  it('when the brake has no capacity', () =>
    given({ ...found(), limit: { kind: 'full' } })
      .when({}, { brake: { users: 25, windowMs: 3_600_000, repeats: 3 } })
      .holds('held', '25 users were signed out within 60 min'));
  it('only for what would be done, not for what is denied', () =>
    given(found({ userType: 'Guest', externalUserState: 'Accepted' }))
      .when({ confirm: true })
      .denies('notApplicable'));
});
