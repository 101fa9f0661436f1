import { foreseenResult, methodResult } from '../core/method-result';
import type { ContainmentStep } from '../core/containment-step';
import { detail } from '../core/detail';
import type { ProceedPlan } from '../core/plan';
import type { MethodResult } from '../core/outcome';
import { removedSince } from '../core/first-seen';
import { deniedAnswers } from './contain';
import type { Dependencies } from './dependencies';
import { stepNotDone } from './do-step';
import type { UserWork } from './work';

/** What the steps of a containment would change and keep, each as its backend has it now. Reads only. */
export async function foreseeSteps(
  { containmentMethods }: Dependencies,
  { request, receivedAt }: Pick<UserWork, 'request' | 'receivedAt'>,
  { user, containment }: ProceedPlan,
): Promise<readonly MethodResult[]> {
  if (!containment) return [];
  const seen = removedSince(request, containment, receivedAt);
  const target = { user, noted: [], ...(seen !== undefined && { firstSeenAt: new Date(seen) }) };
  const foresee = async (step: ContainmentStep): Promise<MethodResult> => {
    const method = containmentMethods[step];
    return method
      ? foreseenResult(step, await method.foresee(target))
      : methodResult({ method: step, answer: stepNotDone('notEnabled', detail('stepNotConfigured')) });
  };
  const { steps, awaiting = [] } = containment;
  const [foreseen, waiting] = await Promise.all(
    [steps, awaiting].map((some) => Promise.all(some.map(foresee))),
  );
  return [
    ...(foreseen ?? []),
    ...(waiting ?? []).map(withApproval),
    ...deniedAnswers(containment).map(methodResult),
  ];
}

/** What a step would do once it is approved. One that would do nothing would be asked for all the same. */
function withApproval(result: MethodResult): MethodResult {
  const isLooked = result.status === 'foreseen' || result.status === 'unchanged';
  const why = detail('stepAwaitsApproval');
  const both = result.detail ? detail('twoSentences', { first: why, second: result.detail }) : why;
  return isLooked ? { ...result, status: 'awaitingConfirmation', detail: both } : result;
}
