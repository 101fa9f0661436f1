import type { StepAnswer } from '../core/containment-answer';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import type { OutcomeId } from '../core/ids';
import type { MethodName } from '../core/method-name';
import type { RevocationAnswer } from '../core/revocation';
import type { RevocationMethod } from '../core/revocation-method';
import type { RevocationCall } from '../ports/revoker';
import { containmentRecord } from './containment-record';
import type { Dependencies } from './dependencies';
import { doStep, stepNotDone } from './do-step';
import { revokeAgain } from './revoke-again';

/** A step that is pending in an outcome. */
export interface StepAgain {
  readonly step: Exclude<MethodName, RevocationMethod>;
  readonly outcomeId: OutcomeId;
  readonly user: DirectoryUser;
  readonly call: RevocationCall;
}

/**
 * Goes on with a step where an earlier try has left it: from what the record of the containment has and the directory shows.
 *
 * @throws Unavailable when the ledger cannot be read
 */
export async function containAgain(
  dependencies: Dependencies,
  { step, outcomeId, user, call }: StepAgain,
): Promise<RevocationAnswer | StepAnswer> {
  const { ledger, policy } = dependencies;
  const { containments } = ledger;
  const stored = await containments.find({ tenantId: policy.tenantId, userId: user.id, outcomeId });
  if (!stored) return stepNotDone('notDone', detail('containmentEnded'));
  const work = { user, record: containmentRecord(containments, stored), call };
  return step === 'revokeAgain' ? revokeAgain(dependencies, work) : doStep(dependencies, step, work);
}
