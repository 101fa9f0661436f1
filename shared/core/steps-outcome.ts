import type { ContainmentStep } from './containment-step';
import type { Denial } from './denial';
import type { Detail } from './detail';
import { detail } from './detail';
import { methodResult } from './method-result';
import type { Outcome } from './outcome';
import type { Plan } from './plan';
import type { MethodAnswer } from './revocation';
import type { UserContext } from './user-outcomes';
import { contextOf, outcomeOfPlan } from './user-outcomes';

/** The outcome of steps that were approved, by what each answered, or by why none was begun: `contained` when all are done. */
export function outcomeOfSteps(
  context: UserContext,
  steps: readonly ContainmentStep[],
  answered: readonly MethodAnswer[] | 'containmentMissing' | 'containmentEnded',
): Outcome {
  const about = contextOf(context, 'revoke');
  if (typeof answered === 'string') return { ...about, status: 'failed', detail: notTaken(detail(answered)) };
  const methods = answered.map(methodResult);
  const reason = answered.flatMap(({ answer }) =>
    answer.kind === 'failed' ? [answer.failure.detail] : [],
  )[0];
  if (reason) return { ...about, methods, status: 'failed', detail: detail('stepsPartly', { reason }) };
  const by = context.confirmation?.by ?? '-';
  return {
    ...about,
    methods,
    status: 'contained',
    detail: detail('stepsDone', { by, steps: steps.join(', ') }),
  };
}

/** The outcome of steps that were approved, and that policy does not let be taken by now. */
export function outcomeOfNoSteps(context: UserContext, plan: Plan): Outcome {
  switch (plan.kind) {
    case 'deny':
      return outcomeOfPlan(context, { ...plan, denial: withReason(plan.denial) });
    case 'hold': {
      // The name leads to somebody else by now: nobody has approved anything of them.
      const { rule, detail: why } = plan.reason;
      const denial = withReason({ rule, status: 'failed', detail: why });
      return outcomeOfPlan(context, { kind: 'deny', mode: plan.mode, about: 'user', denial });
    }
    case 'proceed':
      return {
        ...contextOf(context, 'whatIf'),
        status: 'whatIf',
        predicted: 'contained',
        detail: detail('stepsPreviewed'),
      };
    case 'await':
      throw new Error('Steps that are approved wait for nothing more.');
  }
}

function withReason(denial: Denial): Denial {
  return { ...denial, detail: notTaken(denial.detail) };
}

function notTaken(reason: Detail): Detail {
  return detail('stepsNotTaken', { reason });
}
