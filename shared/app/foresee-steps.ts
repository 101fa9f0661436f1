import { foreseenResult, methodResult } from '../core/method-result';
import type { ContainmentStep } from '../core/containment-step';
import { detail } from '../core/detail';
import type { ProceedPlan } from '../core/plan';
import type { MethodResult } from '../core/outcome';
import type { RevocationRequest } from '../core/request';
import { firstSeenAt } from '../core/containment-changes';
import { deniedAnswers } from './contain';
import type { Dependencies } from './dependencies';
import { stepNotDone } from './do-step';

/** What the steps of a containment would change and keep, each as its backend has it now. Reads only. */
export async function foreseeSteps(
  { containmentMethods }: Dependencies,
  request: RevocationRequest,
  { user, containment }: ProceedPlan,
): Promise<readonly MethodResult[]> {
  if (!containment) return [];
  const seen = firstSeenAt(request, containment);
  const target = { user, noted: [], ...(seen !== undefined && { firstSeenAt: new Date(seen) }) };
  const foresee = async (step: ContainmentStep): Promise<MethodResult> => {
    const method = containmentMethods[step];
    return method
      ? foreseenResult(step, await method.foresee(target))
      : methodResult({ method: step, answer: stepNotDone('notEnabled', detail('stepNotConfigured')) });
  };
  return [
    ...(await Promise.all(containment.steps.map(foresee))),
    ...deniedAnswers(containment).map(methodResult),
  ];
}
