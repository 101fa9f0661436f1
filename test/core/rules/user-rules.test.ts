import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textDetail } from '../../../shared/core/detail';
import type { Facts } from '../../../shared/core/facts';
import { nextStep } from '../../../shared/core/next-step';
import type { Policy } from '../../../shared/core/policy';
import { AVERY_ID, NOW, aPolicy, aRequest, aUser, factsOf, found } from '../../support/builders';
import { facts, policies, requests } from '../../support/generators';
import { given } from '../../support/given-when-then';
import {
  GLOBAL_ADMINISTRATOR,
  GROUP,
  HELPDESK,
  OTHER_GROUP,
  member,
  unreadable,
} from '../../support/memberships';
import { planFor } from '../../support/plan';

const protecting = (accounts: Partial<Policy['protected']>): Partial<Policy> => ({
  protected: { users: [], groups: [], roles: [], ...accounts },
});

describe('who may be revoked', () => {
  it('a member may', () => given(found()).when().proceeds('revoke'));
  it('a member without any type on record may', () => {
    const { userType: _none, ...user } = aUser();
    given(factsOf({ kind: 'found', user }))
      .when()
      .proceeds('revoke');
  });
  it('a member whose name is not on record may', () => {
    const { userPrincipalName: _none, ...user } = aUser();
    given(factsOf({ kind: 'found', user }))
      .when()
      .proceeds('revoke');
  });
  it.each<[string, Facts, string, string]>([
    ['nobody who is not there', factsOf({ kind: 'notFound' }), 'userNotFound', 'has no such user'],
    [
      'no service principal',
      factsOf({ kind: 'notAUser', objectType: 'servicePrincipal' }),
      'notApplicable',
      'This is a servicePrincipal, which has no user sessions. Disable it (accountEnabled false)',
    ],
    [
      'no agent identity',
      factsOf({ kind: 'notAUser', objectType: 'agentIdentity' }),
      'notApplicable',
      'This is an agent (agentIdentity), which has no user sessions. Disable it',
    ],
    ['no group', factsOf({ kind: 'notAUser', objectType: 'group' }), 'notApplicable', 'This is a group'],
    [
      'no deleted user',
      factsOf({ kind: 'notFound', deletedAt: '2026-11-20T09:30:00Z' }),
      'userNotFound',
      'was deleted at 2026-11-20T09:30:00Z',
    ],
    [
      'no guest with an identity of another tenant',
      found({ userType: 'GUEST', signInTypes: ['userPrincipalName', 'federated'] }),
      'notApplicable',
      '(identity of type federated)',
    ],
    [
      'no invited user with the type Member',
      found({ externalUserState: 'Accepted' }),
      'notApplicable',
      '(externalUserState Accepted)',
    ],
    [
      'no user with #EXT# in the name',
      found({ userPrincipalName: 'a_b.com#ext#@contoso.com' }),
      'notApplicable',
      '(#EXT# in the user principal name)',
    ],
    [
      'no user of a federated identity',
      found({ signInTypes: ['federated'] }),
      'notApplicable',
      '(identity of type federated)',
    ],
    [
      'no customer of Azure AD B2C',
      found({ signInTypes: ['userPrincipalName', 'emailAddress'] }),
      'notApplicable',
      '(identity of type emailAddress)',
    ],
    ['no customer with a user name', found({ signInTypes: ['userName'] }), 'notApplicable', 'type userName'],
    [
      'nobody whom a reference leaves ambiguous',
      factsOf({ kind: 'ambiguous', detail: textDetail('2 users match.') }),
      'failed',
      '2 users match.',
    ],
    [
      'nobody who could not be looked up',
      factsOf({ kind: 'lookupFailed', failure: { kind: 'throttled', detail: textDetail('Throttled.') } }),
      'failed',
      'The user could not be looked up: Throttled.',
    ],
  ])('%s', (_rule, facts, status, reason) => given(facts).when().denies(status, reason));
  it.each<[string, Facts]>([
    ['an internal guest', found({ userType: 'Guest' })],
    ['a guest without any identity of another tenant', found({ userType: 'Guest', signInTypes: [] })],
    [
      'a member with a federated identity beside their own',
      found({ signInTypes: ['userPrincipalName', 'federated'] }),
    ],
  ])('but %s, whose home is here', (_who, facts) => given(facts).when().proceeds('revoke'));
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
    [
      'by user principal name in full width',
      found({ userPrincipalName: '\uFF21very@contoso.com' }),
      { users: ['avery@contoso.com'] },
      'by user principal name',
    ],
    [
      'by an entry that has led to this account, whatever it is called now',
      { ...found(), protectedEntry: { kind: 'ledHere', entry: 'break-glass@contoso.com' } },
      { users: ['break-glass@contoso.com'] },
      'the entry break-glass@contoso.com has led to this account',
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
  it('by any name, in any request, whatever else is known, once an entry has led to this user', () => {
    const led: Facts['protectedEntry'] = { kind: 'ledHere', entry: 'break-glass@contoso.com' };
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const naming = { ...policy, ...protecting({ users: ['break-glass@contoso.com'] }) };
        expect(planFor(request, { ...known, protectedEntry: led }, naming, NOW).kind).not.toBe('proceed');
      }),
    );
  });
  it('whatever a person has approved', () =>
    given({ ...found(), approved: { userId: AVERY_ID } })
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
      questions: [{ fact: 'memberships', userId: AVERY_ID, asked: { groups: [GROUP], roles: false } }],
    });
  });
});
