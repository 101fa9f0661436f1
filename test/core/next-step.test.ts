import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textDetail } from '../../shared/core/detail';
import type { Facts } from '../../shared/core/facts';
import { dependsOnRevoker, nextStep } from '../../shared/core/next-step';
import type { Policy } from '../../shared/core/policy';
import { approvalRules } from '../../shared/core/rules/approval-rules';
import { requestRules } from '../../shared/core/rules/request-rules';
import { revocationRules } from '../../shared/core/rules/revocation-rules';
import { firstAnswer } from '../../shared/core/rules/rule';

import { denialOfLookup, protectionRules, userRules } from '../../shared/core/rules/user-rules';
import {
  AVERY_ID,
  NOW,
  OTHER_TENANT_ID,
  aPolicy,
  aRequest,
  aUser,
  anApprovalRequest,
  found,
} from '../support/builders';
import { expectEqual } from '../support/equal';
import { facts, policies, requests } from '../support/generators';
import { planFor, planStepwise } from '../support/plan';

const throttled = { kind: 'throttled', detail: textDetail('Throttled.') } as const;

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
      'sender-is-proven',
      'tenant-is-connected',
      'times-are-possible',
      'request-is-fresh',
      'revocation-enabled',
      'user-is-homed-here',
      'user-is-not-protected',
      'memberships-known',
      'not-named-twice',
      'confirmation-asked-for',
      'event-confirmed',
      'age-is-known',
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
        if (!denied) expectEqual(deniedByMore?.rule, 'always');
      }),
    );
  });
  it('answer everything that a look-up may return, so that only a found user is revoked', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const plan = planFor(request, known, policy, NOW);
        if (plan.kind !== 'deny') expectEqual(known.user, { kind: 'found', user: plan.user });
      }),
    );
  });
});

describe('an approval', () => {
  it('lets nobody be signed out but the user who was shown, whatever is known', () => {
    fc.assert(
      fc.property(
        requests,
        facts,
        policies,
        fc.constantFrom(AVERY_ID, 'another'),
        (request, known, policy, userId) => {
          const plan = planFor(request, { ...known, approved: { userId } }, policy, NOW);
          if (plan.kind === 'proceed') expect(plan.user.id).toBe(userId);
        },
      ),
    );
  });
});

describe('what must be known next', () => {
  const nothing: Facts = { age: found().age, approved: false };
  const user = { kind: 'found', user: aUser() } as const;
  const brake = { users: 25, windowMs: 3_600_000, repeats: 3 };
  const none = { approval: { kind: 'none' }, namedTwice: { kind: 'no' } } as const;
  const alert = { id: 'a-1' };
  const OTHER_ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a99';
  it('is no place within the brake for what a person has approved', () => {
    const known = {
      ...nothing,
      ...none,
      user,
      approved: { userId: AVERY_ID },
      earlier: { kind: 'none' },
    } as const;
    expect(nextStep(aRequest(), known, aPolicy({ brake }), NOW)).toMatchObject({ kind: 'proceed' });
  });
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
    [
      'what protected names have led to, beside the memberships',
      { user },
      { protected: { users: ['x@contoso.com'], groups: ['g'], roles: [] } },
      ['memberships', 'protectedEntry'],
    ],
    [
      'nothing of the ledger where policy protects by object id only',
      { user },
      { protected: { users: [OTHER_ID], groups: [], roles: [] } },
      ['namedTwice'],
    ],
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
        if (rule === 'not-done-already') expectEqual(writes, ['earlier']);
        else if (rule !== false && rule !== 'brake-has-room') expectEqual(writes, []);
      }),
    );
  });
  it('is the same for a what-if, question by question', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const asked = (mode: 'revoke' | 'whatIf'): readonly string[] =>
          planStepwise({ ...request, mode }, known, { ...policy, mode: 'revoke' }, NOW).asked;
        expectEqual(asked('whatIf'), asked('revoke'));
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
