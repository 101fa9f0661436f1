import type { Containment } from '../core/containment';
import { mayGoOn } from '../core/containment';
import { notedOf } from '../core/containment-changes';
import { detail } from '../core/detail';
import type { RevocationAnswer } from '../core/revocation';
import type { StepAnswer } from '../core/containment-answer';
import type { Dependencies } from './dependencies';
import type { StepWork } from './do-step';
import { stepNotDone } from './do-step';
import { stoppable } from './stoppable';

/** So often, and after so many ms each, the directory is read until it shows that sign-in is disabled. */
const WAITS_MS = [0, 250, 500, 1000];

/**
 * Revokes once more, when the directory shows that the user cannot sign in: a token that was issued between the revocation and
 * that moment ends too, and nothing is left that enabling the account would revive.
 */
export async function revokeAgain(
  dependencies: Dependencies,
  { user, record, call }: StepWork,
): Promise<RevocationAnswer | StepAnswer> {
  const { directory, clock } = dependencies;
  if (!mayGoOn(record.current())) return stepNotDone('notDone', detail('containmentEnded'));
  for (const waitMs of WAITS_MS) {
    if (waitMs > 0) await clock.sleep(waitMs);
    const fact = await directory.find({ kind: 'id', id: user.id });
    if (fact.kind === 'lookupFailed') {
      return { kind: 'failed', failure: fact.failure, attempts: 0, requestIds: [] };
    }
    if (fact.kind !== 'found') return stepNotDone('userGone', detail('noSuchUser'));
    if (fact.isDisabled) return stoppable(dependencies).graph.revoke(user, call);
    if (!isAboutToBeDisabled(record.current())) break;
  }
  return isAboutToBeDisabled(record.current())
    ? stepNotDone('unavailable', detail('notDisabledYet'))
    : {
        kind: 'unchanged',
        at: clock.now(),
        attempts: 0,
        requestIds: [],
        changed: [],
        kept: [],
        advice: detail('notRevokedAgain'),
      };
}

/** Whether the step that disables sign-in has done so, or may have. */
function isAboutToBeDisabled(containment: Containment): boolean {
  const noted = notedOf(containment, 'disableSignIn');
  const hasAnswered = containment.answered?.includes('disableSignIn') ?? false;
  return noted.some(({ state }) => state === 'made' || (state === 'intended' && !hasAnswered));
}
