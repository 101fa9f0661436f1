import type { Facts, LearnedFacts } from '../../shared/core/facts';
import { nextStep } from '../../shared/core/next-step';
import type { AwaitPlan, Plan } from '../../shared/core/plan';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';

/** What is learned of a user about whom a test gives nothing else. */
const ORDINARY: LearnedFacts = {
  approval: { kind: 'none' },
  memberships: { kind: 'read', groups: [], roles: [] },
  protectedEntry: { kind: 'none' },
  namedTwice: { kind: 'no' },
  earlier: { kind: 'none' },
  limit: { kind: 'reserved' },
};

/** A plan, and the facts that were asked for until it was made, in their order. */
export interface Planned {
  readonly plan: Exclude<Plan, AwaitPlan>;
  readonly asked: readonly (keyof LearnedFacts)[];
}

/** Plans for a user fact by fact, as the app does: what is asked for is taken from the facts given. */
export function planStepwise(request: RevocationRequest, given: Facts, policy: Policy, now: Date): Planned {
  const known: LearnedFacts = { ...ORDINARY, ...given };
  const facts: Facts = { age: given.age, approved: given.approved };
  const asked: (keyof LearnedFacts)[] = [];
  for (;;) {
    const step = nextStep(request, facts, policy, now);
    if (step.kind === 'await') throw new Error('A request without an earlier try awaits nothing.');
    if (step.kind !== 'need') return { plan: step, asked };
    for (const { fact } of step.questions) {
      if (facts[fact] !== undefined) throw new Error(`${fact} was asked for twice.`);
      if (known[fact] === undefined) throw new Error(`${fact} was asked for, and the test does not give it.`);
      asked.push(fact);
      Object.assign(facts, { [fact]: known[fact] });
    }
  }
}

/** The plan for a user about whom these facts can be learned. */
export function planFor(...known: Parameters<typeof planStepwise>): Planned['plan'] {
  return planStepwise(...known).plan;
}
