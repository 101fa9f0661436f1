import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compact } from '../../shared/core/compact';
import { effectOf } from '../../shared/core/deciding-rule';
import type { LimitState } from '../../shared/core/limit';
import { reservePlace } from '../../shared/core/limit';
import type { Facts } from '../../shared/core/facts';
import { modeOf } from '../../shared/core/request-mode';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';
import { severities } from '../../shared/core/severity';
import { NOW, TENANT_ID, aUser } from '../support/builders';
import { expectEqual } from '../support/equal';
import { facts, groupIds, policies, requests, roleIds, sourceRules } from '../support/generators';
import { planFor } from '../support/plan';

/** Whether this user would be signed out, now and without approval. */
function isRevoked(request: RevocationRequest, known: Facts, policy: Policy): boolean {
  const plan = planFor(request, known, policy, NOW);
  return plan.kind === 'proceed' && plan.mode === 'revoke';
}

const anId = fc.constantFrom(...groupIds);
const aRole = fc.constantFrom(...roleIds);

/** Requests, facts and policies that no rule stops by themselves, so that rules answer one at a time. */
const laxRequests = requests.map((request): RevocationRequest => {
  const { createdAt: _none, ...alert } = request.alert ?? {};
  return { ...request, mode: 'revoke', confirm: false, tenantId: TENANT_ID, alert };
});
const laxFacts = facts.map(({ memberships }): Facts => ({
  age: { since: NOW, attempts: 0 },
  approved: false,
  user: { kind: 'found', user: aUser() },
  ...(memberships && { memberships }),
}));
const laxPolicies = policies.map(({ confirmation, ...policy }): Policy => {
  const { severityBelow: _none, ...rest } = confirmation;
  return {
    ...policy,
    revocationEnabled: true,
    mode: 'revoke',
    maxRequestAgeMs: policy.maxRequestAgeMs + 1,
    sources: [{ name: 'sources[0]', effect: 'revoke' as const }],
    protected: { ...policy.protected, users: [] },
    confirmation: { ...rest, always: false },
  };
});
const someRequests = fc.oneof(requests, laxRequests);
const someFacts = fc.oneof(facts, laxFacts);
const somePolicies = fc.oneof(policies, laxPolicies);

/** Each makes a policy stricter in one way. */
const stricter: readonly (readonly [string, fc.Arbitrary<(policy: Policy) => Policy>])[] = [
  [
    'a protected user',
    fc
      .constantFrom('avery@contoso.com', '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01')
      .map((user) => ({ protected: { users, ...others }, ...policy }: Policy) => ({
        ...policy,
        protected: { ...others, users: [...users, user] },
      })),
  ],
  [
    'a protected group',
    anId.map((id) => (policy) => ({
      ...policy,
      protected: { ...policy.protected, groups: [...policy.protected.groups, id] },
    })),
  ],
  [
    'a protected role',
    aRole.map((id) => (policy) => ({
      ...policy,
      protected: { ...policy.protected, roles: [...policy.protected.roles, id] },
    })),
  ],
  [
    'confirmation of everything',
    fc.constant((policy) => ({ ...policy, confirmation: { ...policy.confirmation, always: true } })),
  ],
  [
    'confirmation of a group',
    anId.map((id) => (policy) => ({
      ...policy,
      confirmation: { ...policy.confirmation, groups: [...policy.confirmation.groups, id] },
    })),
  ],
  [
    'confirmation of a role',
    aRole.map((id) => (policy) => ({
      ...policy,
      confirmation: { ...policy.confirmation, roles: [...policy.confirmation.roles, id] },
    })),
  ],
  [
    'confirmation of more severities',
    fc.nat({ max: 4 }).map((more) => (policy) => {
      const { severityBelow } = policy.confirmation;
      const from = severityBelow === undefined ? 0 : severities.indexOf(severityBelow);
      const raised = severities[Math.min(from + more, severities.length - 1)] ?? 'critical';
      return { ...policy, confirmation: { ...policy.confirmation, severityBelow: raised } };
    }),
  ],
  [
    'a shorter age',
    fc.nat({ max: 300 }).map((minutes) => (policy) => ({
      ...policy,
      maxRequestAgeMs: Math.min(policy.maxRequestAgeMs, minutes * 60_000),
    })),
  ],
  ['a preview of everything', fc.constant((policy) => ({ ...policy, mode: 'whatIf' as const }))],
  [
    'a rule in front that lets events only preview',
    sourceRules.map((rule) => ({ sources, ...policy }: Policy) => ({
      ...policy,
      sources: [{ ...rule, effect: 'whatIf' as const }, ...sources],
    })),
  ],
  [
    'rules that let nothing act',
    fc.constant(({ sources, ...policy }) => ({
      ...policy,
      sources: sources.map((rule) => ({ ...rule, effect: 'whatIf' as const })),
    })),
  ],
  [
    'approval where a rule let events act at once',
    fc.constant(({ sources, ...policy }) => ({
      ...policy,
      sources: sources.map((rule) =>
        rule.effect === 'revoke' ? { ...rule, effect: 'confirm' as const } : rule,
      ),
    })),
  ],
  [
    'no rule that lets events act',
    fc.constant(({ sources, ...policy }) => ({
      ...policy,
      sources: [
        ...sources.filter(({ effect }) => effect !== 'revoke'),
        { name: 'sources[9]', effect: 'whatIf' as const },
      ],
    })),
  ],
];

describe('a stricter policy never has a user signed out whom a laxer one would not', () => {
  it.each(stricter)('with %s', (_what, changes) => {
    fc.assert(
      fc.property(someRequests, someFacts, somePolicies, changes, (request, known, policy, change) => {
        if (isRevoked(request, known, change(policy))) expectEqual(isRevoked(request, known, policy), true);
      }),
      { numRuns: 300 },
    );
  });
  it('with a lower brake: as many users at the most, however they come within a window', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat({ max: 59 })), {
      maxLength: 30,
    });
    const revoked = (list: readonly (readonly [string, number])[], users: number): Set<string> => {
      let state: LimitState = { counted: [] };
      const passed = list.filter(([user, minute]) => {
        const now = new Date(NOW.getTime() + minute * 60_000);
        const request = { user, sender: 's', reservation: `${user}@${String(minute)}` };
        const { answer, next } = reservePlace(
          state,
          request,
          { users, windowMs: 3_600_000, repeats: 99 },
          now,
        );
        state = next ?? state;
        return answer.kind === 'reserved';
      });
      return new Set(passed.map(([user]) => user));
    };
    fc.assert(
      fc.property(steps, fc.nat({ max: 5 }), fc.nat({ max: 5 }), (list, one, other) => {
        const sorted = list.toSorted(([, first], [, second]) => first - second);
        const few = revoked(sorted, Math.min(one, other));
        const many = revoked(sorted, Math.max(one, other));
        expectEqual(
          [...few].filter((user) => !many.has(user)),
          [],
        );
      }),
    );
  });
  it('with a rule in front that asks for approval: nobody more without one', () => {
    fc.assert(
      fc.property(someRequests, someFacts, somePolicies, sourceRules, (request, known, policy, rule) => {
        const unapproved = { ...known, approved: false } as const;
        const asking = { ...policy, sources: [{ ...rule, effect: 'confirm' as const }, ...policy.sources] };
        if (isRevoked(request, unapproved, asking)) expectEqual(isRevoked(request, unapproved, policy), true);
      }),
    );
  });
  it('these properties see policies that have users signed out at all', () => {
    const sample = fc.sample(fc.tuple(someRequests, someFacts, somePolicies), 1500);
    expect(sample.filter((one) => isRevoked(...one)).length).toBeGreaterThan(15);
  });
});

describe('a request cannot raise its own rights', () => {
  const laxest = { mode: 'revoke', confirm: false } as const;
  it('to more than policy gives to any request of its format, by any field', () => {
    fc.assert(
      fc.property(someRequests, someFacts, somePolicies, (request, known, policy) => {
        const mode = modeOf({ ...request, ...laxest }, policy);
        const plan = planFor(request, known, policy, NOW);
        if (mode === 'whatIf') expectEqual(plan.mode, 'whatIf');
        const always = { ...policy, confirmation: { ...policy.confirmation, always: true } };
        expectEqual(isRevoked(request, { ...known, approved: false }, always), false);
      }),
    );
  });
  it('by what only its sender says of it: the rules on events see its format, its event and its severity', () => {
    fc.assert(
      fc.property(someRequests, someRequests, somePolicies, ({ format, event, alert }, other, policy) => {
        const { event: _event, alert: _alert, ...claims } = other;
        const request = { ...claims, ...compact({ event, alert }), format };
        expect(effectOf(request, policy.sources)).toBe(
          effectOf({ format, ...compact({ event, alert }) }, policy.sources),
        );
      }),
    );
  });
  it('by asking for less than it may: asking for a preview or a confirmation only ever makes it stricter', () => {
    fc.assert(
      fc.property(someRequests, someFacts, somePolicies, (request, known, policy) => {
        if (isRevoked(request, known, policy)) {
          expectEqual(isRevoked({ ...request, ...laxest }, known, policy), true);
        }
        expectEqual(isRevoked({ ...request, mode: 'whatIf' }, known, policy), false);
      }),
    );
  });
});
