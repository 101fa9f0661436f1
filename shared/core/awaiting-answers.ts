import type { ContainmentStep } from './containment-step';
import { detail } from './detail';
import type { MethodAnswer } from './revocation';

/** The answers for steps that wait for an approval of their own. */
export function awaitingAnswers(steps: readonly ContainmentStep[]): readonly MethodAnswer[] {
  const advice = detail('stepAwaitsApproval');
  const answer = { kind: 'awaitingConfirmation', advice, attempts: 0, requestIds: [] } as const;
  return steps.map((method) => ({ method, answer }));
}
