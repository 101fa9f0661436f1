import type { ApiAnswer } from '../api/answer';
import { done, problem } from '../api/answer';
import type { Caller } from '../core/caller';
import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import { restoreApprovalId } from '../core/restore-ids';
import type { Operator } from './admit-giving-up';
import { denialOfGivingUp } from './admit-giving-up';
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
  const denials = await inParallel(containments, MAX_PARALLEL, (one) => denialOfGivingUp(app, admitted, one));
  const denial = denials.find((one) => one !== undefined);
  if (denial) return denial;
  const isBusy = await inParallel(containments, MAX_PARALLEL, (one) => isUnderWay(app, one));
  if (isBusy.includes(true)) return problem('notPossible', 'It is being undone.');
  const value = await inParallel(containments, MAX_PARALLEL, async (one) => {
    const ended = await giveUp(app, one, { ...admitted, reason });
    return { ...about(one), state: ended.state };
  });
  return done({ value });
}

/** Reports that a containment is given up, and then ends it: after a crash in between it is reported once more. */
async function giveUp(
  app: Dependencies,
  containment: Containment,
  { by, person, reason }: Operator & Pick<GivingUp, 'reason'>,
): Promise<Containment> {
  const { tenantId, requestId, outcomeId, user, state } = containment;
  const about = { tenantId, requestId, outcomeId, userId: user.id, by: person.id, reason };
  app.telemetry.record({ kind: 'containmentGivenUp', ...about });
  const ended = await changeContainment(app, placeOf(containment), (stored) =>
    hasEnded(stored) || stored.state !== state
      ? undefined
      : {
          ...stored,
          state: 'givenUp',
          endedAt: app.clock.now().toISOString(),
          endedBy: by,
          endedReason: reason,
        },
  );
  return ended ?? containment;
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
