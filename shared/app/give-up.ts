import type { ApiAnswer } from '../api/answer';
import { done, problem } from '../api/answer';
import type { Caller } from '../core/caller';
import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import { isSamePerson } from '../core/person';
import { restoreApprovalId } from '../core/restore-ids';
import { admitOperator } from './admit-operator';
import { changeContainment, placeOf } from './change-containment';
import type { Deciding } from './decide-for-caller';
import type { Dependencies } from './dependencies';
import type { ContainmentsAsked } from './find-containments';
import { findContainments } from './find-containments';
import { inParallel } from './in-parallel';
import { isOver } from './open-restore';
import { about, problemOfNone } from './restore-for-caller';

const MAX_PARALLEL = 8;

/** What an operator gives up. */
export interface GivingUp extends ContainmentsAsked {
  readonly caller: Caller;
  readonly reason: string;
}

/**
 * Ends containments whose changes nobody will undo by the app. What it needs to undo them is then stored for the record retention.
 *
 * @throws Unavailable when the ledger is; repeating the call is harmless
 */
export async function giveUpForCaller(deciding: Deciding, asked: GivingUp): Promise<ApiAnswer> {
  const { app } = deciding;
  const { caller, reason } = asked;
  const admitted = await admitOperator(deciding, caller, 'refused');
  if (admitted.kind === 'problem') return admitted;
  const found = await findContainments(app, asked);
  if (found.kind !== 'found') return problemOfNone(found.kind);
  const { containments } = found;
  const own = { tenantId: caller.tenantId, id: caller.objectId };
  if (containments.some(({ tenantId, user: { id } }) => isSamePerson(own, { tenantId, id }))) {
    return problem('notAllowed', 'The caller cannot give up: the containment is of their own account.');
  }
  const isBusy = await inParallel(containments, MAX_PARALLEL, (one) => isUnderWay(app, one));
  if (isBusy.includes(true)) return problem('notPossible', 'It is being undone.');
  const value = await inParallel(containments, MAX_PARALLEL, async (one) => {
    const ended = await changeContainment(app, placeOf(one), (stored) =>
      hasEnded(stored) || stored.state !== one.state
        ? undefined
        : {
            ...stored,
            state: 'givenUp',
            endedAt: app.clock.now().toISOString(),
            endedBy: admitted.by,
            endedReason: reason,
          },
    );
    return { ...about(one), state: (ended ?? one).state };
  });
  return done({ value });
}

/** Whether a restore of it has begun, and will go on. */
async function isUnderWay(
  { ledger, clock }: Pick<Dependencies, 'ledger' | 'clock'>,
  { state, outcomeId, attempt = 0 }: Containment,
): Promise<boolean> {
  if (state !== 'restoring') return false;
  const approval = await ledger.approvals.find(restoreApprovalId(outcomeId, attempt));
  return approval !== undefined && !isOver(approval, clock.now());
}
