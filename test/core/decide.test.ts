import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../shared/core/decide';
import type { Facts } from '../../shared/core/facts';
import type { RequestRule } from '../../shared/core/rules/request-rules';
import { objectionToRequest, requestRules } from '../../shared/core/rules/request-rules';
import type { UserRule } from '../../shared/core/rules/user-rules';
import { holdRules } from '../../shared/core/rules/hold-rules';
import { objectionToUser, userRules } from '../../shared/core/rules/user-rules';
import {
  NOW,
  OTHER_TENANT_ID,
  TENANT_ID,
  aPolicy,
  aRequest,
  aUser,
  factsOf,
  found,
} from '../support/builders';
import { facts, policies, requests } from '../support/generators';
import { given } from '../support/given-when-then';

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
      'This is a servicePrincipal: it has no user sessions.',
    ],
    [
      'no agent identity',
      factsOf({ kind: 'notAUser', objectType: 'agentIdentity' }),
      'notApplicable',
      'agentIdentity',
    ],
    ['no guest', found({ userType: 'Guest' }), 'notApplicable', 'elsewhere (userType Guest)'],
    ['no guest, however spelt', found({ userType: 'GUEST' }), 'notApplicable', '(userType Guest)'],
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
      'nobody who fits twice',
      factsOf({ kind: 'ambiguous', detail: '2 users fit.' }),
      'failed',
      '2 users fit.',
    ],
    [
      'nobody who could not be looked up',
      factsOf({ kind: 'lookupFailed', failure: { kind: 'throttled', detail: 'Throttled.' } }),
      'failed',
      'The user could not be looked up: Throttled.',
    ],
  ])('%s', (_rule, facts, status, reason) => given(facts).when().denies(status, reason));
});

describe('which requests are refused as a whole', () => {
  it('one for another tenant is', () =>
    given(found())
      .when({ tenantId: OTHER_TENANT_ID })
      .denies('rejected', `tenantId: the request is for tenant ${OTHER_TENANT_ID}`));
  it('one for this tenant is not, however it is spelt', () =>
    given(found()).when({ tenantId: TENANT_ID.toUpperCase() }).proceeds('revoke'));
  it('every one is while revocation is off', () =>
    given(found()).when({}, { revocationEnabled: false }).denies('notEnabled', 'switched off'));
  it('the tenant is asked about before the switch, and the switch before a confirmation', () => {
    const request = { tenantId: OTHER_TENANT_ID, confirm: true };
    given(found()).when(request, { revocationEnabled: false }).denies('rejected');
    given(found()).when({ confirm: true }, { revocationEnabled: false }).denies('notEnabled');
  });
  it.each([
    ['alert.createdAt', { alert: { createdAt: '2026-11-23T10:05:00.001Z' } }],
    ['requestedAt', { requestedAt: '2026-11-23T10:06:00.000Z' }],
  ])('one of the future is, beyond what clocks differ by: %s', (path, request) =>
    given(found()).when(request).denies('rejected', `${path}: 2026-11-23T10:0`),
  );
  it('one of the next five minutes is not', () =>
    given(found())
      .when({ alert: { createdAt: '2026-11-23T10:05:00.000Z' } })
      .proceeds('revoke'));
});

describe('how old a request may be', () => {
  const since = (minutesAgo: number): Date => new Date(NOW.getTime() - minutesAgo * 60_000);
  const policy = { maxRequestAgeMs: 60 * 60_000 };
  const came = (minutesAgo: number, attempts: number): Facts => ({
    ...found(),
    age: { since: since(minutesAgo), attempts },
  });
  it('up to the limit it is carried out, however often it was tried', () => {
    given(came(60, 0)).when({}, policy).proceeds('revoke');
    given(came(60, 9)).when({}, policy).proceeds('revoke');
  });
  it('beyond it, it has expired if nobody got to it', () =>
    given(came(60.001, 0))
      .when({}, policy)
      .denies(
        'expired',
        `The request is of ${since(60.001).toISOString()}, which is longer ago than policy allows (60 min).`,
      ));
  it('beyond it, it has failed if it was being tried', () =>
    given(came(61, 3)).when({}, policy).denies('failed', 'It was tried 3 times.'));
  it('the tenant is asked about first, and the switch after', () => {
    given(came(61, 0)).when({ tenantId: OTHER_TENANT_ID }, policy).denies('rejected');
    given(came(61, 0))
      .when({}, { ...policy, revocationEnabled: false })
      .denies('expired');
  });
});

describe('what was done already', () => {
  const earlier = { outcomeId: 'earlier', revokedAt: '2026-11-23T09:59:00.000Z' };
  it('is not done again, and the outcome that did it is named', () => {
    given({ ...found(), earlier })
      .when()
      .denies('duplicate', 'signed out for this already, at 2026-11-23T09:59:00.000Z');
    expect(decide(aRequest(), { ...found(), earlier }, aPolicy(), NOW)).toMatchObject({
      about: 'user',
      objection: { duplicateOf: 'earlier' },
    });
  });
  it('does not hide that a user is none', () =>
    given({ ...found({ userType: 'Guest' }), earlier })
      .when()
      .denies('notApplicable'));
});

describe('the mode', () => {
  it.each([
    ['revoke', 'revoke', 'revoke'],
    ['whatIf', 'revoke', 'whatIf'],
    ['revoke', 'whatIf', 'whatIf'],
    ['whatIf', 'whatIf', 'whatIf'],
  ] as const)('a request for %s in an app for %s is done as %s', (asked, allowed, done) =>
    given(found()).when({ mode: asked }, { mode: allowed }).proceeds(done),
  );
  it('never changes what is decided', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const plan = (mode: 'revoke' | 'whatIf'): unknown => ({
          ...decide({ ...request, mode }, known, { ...policy, mode: 'revoke' }, NOW),
          mode: undefined,
        });
        expect(plan('whatIf')).toEqual(plan('revoke'));
      }),
    );
  });
});

describe('the rules', () => {
  const names = [...requestRules, ...userRules, ...holdRules].map(({ name }) => name);
  it('are asked in this order', () =>
    expect(names).toEqual([
      'tenant-is-connected',
      'times-are-possible',
      'request-is-fresh',
      'revocation-enabled',
      'lookup-succeeded',
      'user-exists',
      'user-is-unambiguous',
      'account-is-a-user',
      'user-is-homed-here',
      'user-is-not-protected',
      'memberships-known',
      'not-done-already',
      'confirmation-asked-for',
      'privileged-user-confirmed',
      'low-severity-confirmed',
      'brake-has-room',
    ]));
  it('are told by name in an objection', () => {
    const request = aRequest({ tenantId: OTHER_TENANT_ID });
    const { age } = found();
    expect(objectionToRequest({ request, age, policy: aPolicy(), now: NOW })?.rule).toBe(
      'tenant-is-connected',
    );
    expect(objectionToUser(factsOf({ kind: 'notFound' }), aPolicy())?.rule).toBe('user-exists');
  });
  it('never turn a refusal into a revocation when one objection is added', () => {
    const always = { name: 'always', objection: () => ({ status: 'failed' as const, detail: 'No.' }) };
    const places = fc.nat({ max: 6 });
    fc.assert(
      fc.property(requests, facts, policies, places, (request, known, policy, place) => {
        const more = <Rule>(rules: readonly Rule[], rule: Rule): Rule[] => rules.toSpliced(place, 0, rule);
        const asked = { request, age: known.age, policy, now: NOW };
        const refused = objectionToRequest(asked) ?? objectionToUser(known, policy);
        const moreRequestRules = more<RequestRule>(requestRules, always);
        const moreUserRules = more<UserRule>(userRules, always);
        const refusedByRequestRules =
          objectionToRequest(asked, moreRequestRules) ?? objectionToUser(known, policy);
        const refusedByUserRules = objectionToRequest(asked) ?? objectionToUser(known, policy, moreUserRules);
        expect(refusedByRequestRules).toBeDefined();
        expect(refusedByUserRules).toBeDefined();
        if (!refused) expect(refusedByRequestRules?.rule).toBe('always');
      }),
    );
  });
  it('answer everything that a look-up may give, so that only a found user is revoked', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const plan = decide(request, known, policy, NOW);
        if (plan.kind !== 'refuse') expect(known.user).toEqual({ kind: 'found', user: plan.user });
      }),
    );
  });
  it('refuse to decide about a user whom nobody looked up', () => {
    expect(() => decide(aRequest(), factsOf({ kind: 'notLookedUp' }), aPolicy(), NOW)).toThrow(/notLookedUp/);
  });
});
