import type { EarlierRevocation } from '../core/earlier-revocation';
import type { OutcomeId } from '../core/ids';
import type { AnsweredRequest } from '../core/steps-not-taken';
import { hasLost } from '../core/steps-not-taken';
import type { Dependencies } from './dependencies';
import type { KeptAnswer } from './keep-lease';

/** A request about a user, with the steps that it wants. */
export interface AskingUser {
  readonly userId: string;
  readonly wants: AnsweredRequest;
}

type Recorded = Pick<EarlierRevocation, 'outcomeId'>;

/**
 * Acquires the lease of an entry under which revocations are recorded, unless one that is recorded there answers the request: a
 * revocation whose containment has lost a step that the request wants does not.
 *
 * @param acquire asks for the lease; what `mayAnswer` denies does not stand in its way
 * @throws Unavailable when the ledger is
 */
export async function acquireUnanswered<Entry extends Recorded>(
  dependencies: Pick<Dependencies, 'ledger' | 'policy'>,
  asking: AskingUser,
  acquire: (mayAnswer: (entry: Recorded) => boolean) => Promise<KeptAnswer<Entry>>,
): Promise<KeptAnswer<Entry>> {
  const lost = new Set<OutcomeId>();
  for (;;) {
    const acquired = await acquire(({ outcomeId }) => !lost.has(outcomeId));
    if (acquired.kind !== 'recorded') return acquired;
    const { outcomeId } = acquired.entry;
    if (lost.has(outcomeId))
      throw new Error('A revocation that answers nothing kept a lease from being acquired.');
    if (!(await hasLostSteps(dependencies, asking, acquired.entry))) return acquired;
    lost.add(outcomeId);
  }
}

/**
 * Whether a recorded revocation has lost a step that a request wants. A request that wants none is not looked at.
 *
 * @throws Unavailable when the ledger is
 */
export async function hasLostSteps(
  { ledger, policy: { tenantId } }: Pick<Dependencies, 'ledger' | 'policy'>,
  { userId, wants }: AskingUser,
  { outcomeId }: Recorded,
): Promise<boolean> {
  const { steps = [], awaiting = [] } = wants;
  if (steps.length + awaiting.length === 0) return false;
  const stored = await ledger.containments.find({ tenantId, userId, outcomeId });
  return stored !== undefined && hasLost(stored.containment, wants);
}
