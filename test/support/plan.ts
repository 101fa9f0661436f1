import type { Facts, LearnedFacts } from '../../shared/core/facts';
import { nextStep } from '../../shared/core/next-step';
import type { AwaitPlan, Plan } from '../../shared/core/plan';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';

/** What is learned of a user about whom a test gives nothing else. */
const ORDINARY: LearnedFacts = {
  approval: { kind: 'none' },
  memberships: { kind: 'read', groups: [], roles: [] },
  namedTwice: { kind: 'no' },
  earlier: { kind: 'none' },
  limit: 'counted',
};

/** The plan for a user, learned fact by fact as the app does: what is asked for is taken from the facts given. */
export function planFor(
  request: RevocationRequest,
  given: Facts,
  policy: Policy,
  now: Date,
  onQuestion: (fact: string) => void = () => undefined,
): Exclude<Plan, AwaitPlan> {
  const known: LearnedFacts = { ...ORDINARY, ...given };
  let facts: Facts = { age: given.age, approved: given.approved };
  for (;;) {
    const step = nextStep(request, facts, policy, now);
    if (step.kind === 'await') throw new Error('A request without an earlier try awaits nothing.');
    if (step.kind !== 'need') return step;
    for (const { fact } of step.questions) {
      onQuestion(fact);
      if (facts[fact] !== undefined) throw new Error(`${fact} was asked for twice.`);
      if (known[fact] === undefined) throw new Error(`${fact} was asked for, and the test does not give it.`);
      facts = { ...facts, [fact]: known[fact] };
    }
  }
}
