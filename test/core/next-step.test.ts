import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textDetail } from '../../shared/core/detail';
import type { Facts } from '../../shared/core/facts';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { dependsOnRevoker, nextStep } from '../../shared/core/next-step';
import type { Policy } from '../../shared/core/policy';
import { approvalRules } from '../../shared/core/rules/approval-rules';
import { requestRules } from '../../shared/core/rules/request-rules';
import { revocationRules } from '../../shared/core/rules/revocation-rules';
import { firstAnswer } from '../../shared/core/rules/rule';
import { denialOfLookup, protectionRules, userRules } from '../../shared/core/rules/user-rules';
import {
  NOW,
  OTHER_TENANT_ID,
  TENANT_ID,
  aPolicy,
  aRequest,
  aUser,
  anApprovalRequest,
  factsOf,
  found,
} from '../support/builders';
import { facts, policies, requests } from '../support/generators';
import { given } from '../support/given-when-then';
import { planFor, planStepwise } from '../support/plan';

const throttled = { kind: 'throttled', detail: textDetail('Throttled.') } as const;

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
      'This is a servicePrincipal, which has no user sessions.',
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
        `The request dates from ${since(60.001).toISOString()}, which is older than policy allows (60 min).`,
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
    given({ ...found({ userType: 'Guest' }), earlier })
      .when(byAlert)
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
          ...planFor({ ...request, mode }, known, { ...policy, mode: 'revoke' }, NOW),
          mode: undefined,
        });
        expect(plan('whatIf')).toEqual(plan('revoke'));
      }),
    );
  });
});

describe('the rules', () => {
  const names = [
    ...requestRules,
    ...userRules,
    ...protectionRules,
    revocationRules.namedTwice,
    ...approvalRules,
    revocationRules.earlier,
    revocationRules.limit,
  ].map(({ name }) => name);
  it('are asked in this order', () =>
    expect(names).toEqual([
      'tenant-is-connected',
      'times-are-possible',
      'request-is-fresh',
      'revocation-enabled',
      'user-is-homed-here',
      'user-is-not-protected',
      'memberships-known',
      'not-named-twice',
      'confirmation-asked-for',
      'privileged-user-confirmed',
      'low-severity-confirmed',
      'not-done-already',
      'brake-has-room',
    ]));
  it.each([
    ['lookup-succeeded', () => denialOfLookup({ kind: 'lookupFailed', failure: throttled })],
    ['user-exists', () => denialOfLookup({ kind: 'notFound' })],
    ['user-is-unambiguous', () => denialOfLookup({ kind: 'ambiguous', detail: textDetail('2.') })],
    ['account-is-a-user', () => denialOfLookup({ kind: 'notAUser', objectType: 'group' })],
  ])('deny what is not one user by the rule %s', (rule, denial) => expect(denial().rule).toBe(rule));
  it('are named in a denial', () => {
    const request = aRequest({ tenantId: OTHER_TENANT_ID });
    const { age } = found();
    expect(firstAnswer(requestRules, { request, age, policy: aPolicy(), now: NOW })?.rule).toBe(
      'tenant-is-connected',
    );
  });
  it('answer with the first that denies, so that one more denial never ends in a revocation', () => {
    const always = {
      name: 'always',
      check: () => ({ status: 'failed', detail: textDetail('No.') }) as const,
    };
    fc.assert(
      fc.property(requests, facts, policies, fc.nat({ max: 4 }), (request, known, policy, place) => {
        const asked = { request, age: known.age, policy, now: NOW };
        const denied = firstAnswer(requestRules, asked);
        const deniedByMore = firstAnswer(requestRules.toSpliced(place, 0, always), asked);
        expect(deniedByMore).toBeDefined();
        if (!denied) expect(deniedByMore?.rule).toBe('always');
      }),
    );
  });
  it('answer everything that a look-up may return, so that only a found user is revoked', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const plan = planFor(request, known, policy, NOW);
        if (plan.kind !== 'deny') expect(known.user).toEqual({ kind: 'found', user: plan.user });
      }),
    );
  });
});

describe('what must be known next', () => {
  const nothing = { age: found().age, approved: false };
  const user = { kind: 'found', user: aUser() } as const;
  const brake = { users: 25, windowMs: 3_600_000 };
  const none = { approval: { kind: 'none' }, namedTwice: { kind: 'no' } } as const;
  const alert = { id: 'a-1' };
  it.each<[string, Partial<Facts>, Partial<Policy>, string[]]>([
    ['the user', {}, {}, ['user']],
    ['an earlier request for approval and the user, side by side', {}, { brake }, ['approval', 'user']],
    [
      'only an earlier request for approval, when the request is denied as a whole',
      {},
      { brake, revocationEnabled: false },
      ['approval'],
    ],
    ['whether the request names the user twice', { user }, {}, ['namedTwice']],
    ['an earlier revocation', { ...none, user }, { brake }, ['earlier']],
    ['the limit', { ...none, user, earlier: { kind: 'none' } }, { brake }, ['limit']],
  ])('is %s', (_what, known, policy, needed) => {
    const step = nextStep(aRequest({ alert }), { ...nothing, ...known }, aPolicy(policy), NOW);
    expect(step.kind === 'need' ? step.questions.map(({ fact }) => fact) : step).toEqual(needed);
  });
  it('is nothing that writes while a rule can still deny or hold the request', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const { plan, asked } = planStepwise(request, known, policy, NOW);
        const writes = asked.filter((fact) => fact === 'earlier' || fact === 'limit');
        const rule = plan.kind === 'deny' ? plan.denial.rule : plan.kind === 'hold' && plan.reason.rule;
        if (rule === 'not-done-already') expect(writes).toEqual(['earlier']);
        else if (rule !== false && rule !== 'brake-has-room') expect(writes).toEqual([]);
      }),
    );
  });
  it('is the same for a what-if, question by question', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const asked = (mode: 'revoke' | 'whatIf'): readonly string[] =>
          planStepwise({ ...request, mode }, known, { ...policy, mode: 'revoke' }, NOW).asked;
        expect(asked('whatIf')).toEqual(asked('revoke'));
      }),
    );
  });
  it('is nothing more once an earlier try has asked for approval', () => {
    const approval = { kind: 'requested', request: anApprovalRequest() } as const;
    const step = nextStep(aRequest(), { ...nothing, approval }, aPolicy({ revocationEnabled: false }), NOW);
    expect(step).toEqual({ kind: 'await', approval: approval.request });
  });
});

describe('a request depends on a revoker', () => {
  const { age } = found();
  const depends = (request = {}, policy = {}): boolean =>
    dependsOnRevoker(aRequest(request), { age }, aPolicy(policy), NOW);
  it('unless it ends without one', () => {
    expect(depends()).toBe(true);
    expect(depends({ mode: 'whatIf' })).toBe(false);
    expect(depends({ confirm: true })).toBe(false);
    expect(depends({ tenantId: OTHER_TENANT_ID })).toBe(false);
    expect(depends({}, { confirmation: { ...aPolicy().confirmation, always: true } })).toBe(false);
  });
});
