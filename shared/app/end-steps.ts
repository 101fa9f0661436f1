import type { StepsApproval } from '../core/approval';
import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import { notedOf } from '../core/containment-changes';
import type { MethodName } from '../core/method-name';
import { isRevocationMethod } from '../core/revocation-method';
import { withEnded } from '../core/steps-not-taken';
import type { ContainmentPlace } from '../ports/containment-store';
import type { MethodAnswered, MethodCall } from './call-again';
import { changeContainment } from './change-containment';
import type { Dependencies } from './dependencies';

/**
 * Enters that steps of a containment have ended, before that is published: what was not taken keeps no later request from taking it.
 *
 * @returns what is stored then; undefined when there is none
 * @throws Unavailable when the ledger is; repeating it is harmless
 */
export function endSteps(
  dependencies: Pick<Dependencies, 'ledger' | 'clock' | 'policy'>,
  place: ContainmentPlace,
  ended: readonly MethodName[],
): Promise<Containment | undefined> {
  return changeContainment(dependencies, place, (one) => {
    const changed = hasEnded(one) ? one : withEnded(one, ended);
    return changed === one ? undefined : changed;
  });
}

/**
 * The same for steps that have waited for an approval.
 *
 * @param ended those of them that have ended; absent: all
 * @throws Unavailable when the ledger is; repeating it is harmless
 */
export async function endAskedSteps(
  dependencies: Pick<Dependencies, 'ledger' | 'clock' | 'policy'>,
  { user, contain: { containment: outcomeId, steps } }: StepsApproval,
  ended: readonly MethodName[] = steps,
): Promise<void> {
  const { tenantId } = dependencies.policy;
  if (ended.length > 0) await endSteps(dependencies, { tenantId, userId: user.id, outcomeId }, ended);
}

/**
 * Ends a pending step that has failed for good. Its answer has what earlier tries have changed, or may have: that is reported however the
 * step ends.
 *
 * @throws Unavailable when the ledger is; repeating it is harmless
 */
export async function endFailedStep(
  dependencies: Dependencies,
  { method, published: { outcome } }: Pick<MethodCall, 'method' | 'published'>,
  answered: MethodAnswered,
): Promise<MethodAnswered> {
  const { answer } = answered;
  const { id: outcomeId, userId } = outcome;
  if (isRevocationMethod(method) || userId === undefined || answer.kind !== 'failed') return answered;
  const { tenantId } = dependencies.policy;
  const stored = await endSteps(dependencies, { tenantId, userId, outcomeId }, [method]);
  if (method === 'revokeAgain' || ('changed' in answer && answer.changed.length > 0)) return answered;
  const noted = stored ? notedOf(stored, method) : [];
  const changed = noted.filter(({ state }) => state === 'made' || state === 'intended');
  const kept = 'kept' in answer ? answer.kept : [];
  return { ...answered, answer: { ...answer, changed, kept } };
}
