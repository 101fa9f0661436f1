import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../shared/core/facts';
import { textDetail } from '../../shared/core/detail';
import { nextStep } from '../../shared/core/next-step';
import type { Policy } from '../../shared/core/policy';
import { AVERY_ID, NOW, aPolicy, aRequest, aUser, factsOf, found } from '../support/builders';
import { given } from '../support/given-when-then';
import { planFor } from '../support/plan';

const GROUP = '7a1c2b3d-0000-4000-8000-0000000000a1';
const OTHER_GROUP = '7a1c2b3d-0000-4000-8000-0000000000a2';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';

const member = (groups: readonly string[], roles: readonly string[] = []): Facts => ({
  ...found(),
  memberships: { kind: 'read', groups, roles },
});
const unreadable: Facts = {
  ...found(),
  memberships: {
    kind: 'unreadable',
    failure: { kind: 'forbidden', detail: textDetail('GroupMember.Read.All?') },
  },
};
const protecting = (accounts: Partial<Policy['protected']>): Partial<Policy> => ({
  protected: { users: [], groups: [], roles: [], ...accounts },
});

describe('a protected user is never signed out', () => {
  it.each<[string, Facts, Partial<Policy['protected']>, string]>([
    ['by object id', found(), { users: [AVERY_ID] }, 'by object id'],
    [
      'by object id, however the directory spells it',
      factsOf({ kind: 'found', user: aUser({ id: AVERY_ID.toUpperCase() }) }),
      { users: [AVERY_ID] },
      'by object id',
    ],
    ['by user principal name', found(), { users: ['avery@contoso.com'] }, 'by user principal name'],
    [
      'by user principal name, however it is spelt',
      found({ userPrincipalName: 'ZOE\u0308@Contoso.com' }),
      { users: ['zo\u00eb@contoso.com'] },
      'by user principal name',
    ],
    ['by group', member([OTHER_GROUP, GROUP]), { groups: [GROUP] }, `group ${GROUP}`],
    [
      'by role',
      member([], [HELPDESK, GLOBAL_ADMINISTRATOR]),
      { roles: [GLOBAL_ADMINISTRATOR] },
      'directory role Global Administrator',
    ],
  ])('%s', (_how, facts, accounts, reason) =>
    given(facts).when({}, protecting(accounts)).denies('protected', reason),
  );
  it.each<[string, Facts, Partial<Policy['protected']>]>([
    ['in another group', member([OTHER_GROUP]), { groups: [GROUP] }],
    ['in another role', member([], [HELPDESK]), { roles: [GLOBAL_ADMINISTRATOR] }],
    ['a group by the id of a role', member([GLOBAL_ADMINISTRATOR]), { roles: [GLOBAL_ADMINISTRATOR] }],
    ['of another name', found(), { users: ['blake@contoso.com'] }],
  ])('but one is who is %s', (_how, facts, accounts) => {
    const known = { memberships: { kind: 'read', groups: [], roles: [] } as const, ...facts };
    given(known).when({}, protecting(accounts)).proceeds('revoke');
  });
  it('whatever a person has approved', () =>
    given({ ...found(), approved: true })
      .when({}, protecting({ users: [AVERY_ID] }))
      .denies('protected'));
  it('in a preview as well', () =>
    expect(
      planFor(aRequest({ mode: 'whatIf' }), found(), aPolicy(protecting({ users: [AVERY_ID] })), NOW),
    ).toMatchObject({ kind: 'deny', mode: 'whatIf', about: 'user', denial: { status: 'protected' } }));
});

describe('when it cannot be read who is protected', () => {
  it.each([
    ['protected groups', protecting({ groups: [GROUP] })],
    ['protected roles', protecting({ roles: [GLOBAL_ADMINISTRATOR] })],
    ['groups to be confirmed', { confirmation: { ...aPolicy().confirmation, groups: [GROUP] } }],
    ['roles to be confirmed', { confirmation: { ...aPolicy().confirmation, roles: [HELPDESK] } }],
  ])('nobody is signed out: %s', (_which, policy) =>
    given(unreadable).when({}, policy).denies('failed', 'could not be read: GroupMember.Read.All?'),
  );
  it('who is protected by name stays so', () =>
    given(unreadable)
      .when({}, protecting({ users: [AVERY_ID], groups: [GROUP] }))
      .denies('protected'));
  it('it does not matter where no rule looks at it', () => given(unreadable).when().proceeds('revoke'));
  it('is asked for before anything else about the user, if a rule looks at it', () => {
    const facts: Facts = { age: found().age, approved: false, user: { kind: 'found', user: aUser() } };
    expect(nextStep(aRequest(), facts, aPolicy(protecting({ groups: [GROUP] })), NOW)).toEqual({
      kind: 'need',
      mode: 'revoke',
      questions: [{ fact: 'memberships', userId: AVERY_ID, asked: { groups: [GROUP], roles: false } }],
    });
  });
});

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
  it('and once one has approved, nothing else holds the request', () => {
    given({ ...found(), approved: true, limit: 'full' })
      .when({ confirm: true }, { ...confirming({ always: true }), brake: { users: 1, windowMs: 60_000 } })
      .proceeds('revoke');
  });
  it('when the brake has no capacity', () =>
    given({ ...found(), limit: 'full' })
      .when({}, { brake: { users: 25, windowMs: 3_600_000 } })
      .holds('held', '25 users were signed out within 60 min'));
  it('only for what would be done, not for what is denied', () =>
    given(found({ userType: 'Guest' }))
      .when({ confirm: true })
      .denies('notApplicable'));
});

describe('a source', () => {
  it.each([
    ['is not among those that may', { revoke: ['splunkWebhook'], whatIf: [] }, 'whatIf'],
    ['is among those that may', { revoke: ['native'], whatIf: [] }, 'revoke'],
    ['only previews', { whatIf: ['native'] }, 'whatIf'],
    ['may and only previews', { revoke: ['native'], whatIf: ['native'] }, 'whatIf'],
    ['is not restricted', { whatIf: [] }, 'revoke'],
  ] as const)('that %s: %j is %s', (_what, sources, mode) =>
    given(found()).when({}, { sources }).proceeds(mode),
  );
});
