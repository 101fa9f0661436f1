import type { BackendFailureKind } from '../core/backend-failure';
import type { Containment } from '../core/containment';
import { mayGoOn } from '../core/containment';
import { withAnswer, withNoted } from '../core/containment-changes';
import type { ContainmentChange } from '../core/contained-item';
import type { StepAnswer } from '../core/containment-answer';
import type { ContainmentStep } from '../core/containment-step';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import type { RevocationCall } from '../ports/revoker';
import type { ContainmentRecord } from './containment-record';
import type { Dependencies } from './dependencies';
import { stepTarget } from './step-target';
import { stoppedBy } from './stoppable';

/** What a step is done with. */
export interface StepWork {
  readonly user: DirectoryUser;
  readonly record: ContainmentRecord;
  readonly call: RevocationCall;
}

/**
 * Does one step: each change is in the record before it is made, and the record has what the step answers. What it has changed while a
 * restore began, which may have looked before that, it brings back itself.
 */
export async function doStep(
  { containmentMethods, emergencySwitch }: Dependencies,
  step: ContainmentStep,
  { user, record, call }: StepWork,
): Promise<StepAnswer> {
  const method = containmentMethods[step];
  if (!method) return stepNotDone('notEnabled', detail('stepNotConfigured'));
  const containment = record.current();
  if (!mayGoOn(containment)) return stepNotDone('notDone', detail('containmentEnded'));
  const target = stepTarget(user, containment, step);
  const stopped = stoppedBy(emergencySwitch, call);
  const { mayCall } = stopped;
  const answer = await method.contain(target, {
    ...stopped,
    // What may not have been written must not be changed.
    note: async (changes) =>
      mayCall() && (await record.change((one) => withNoted(one, changes)).catch(() => false)) && mayCall(),
  });
  // If it cannot be written, the changes stay `intended`: a later try, or a person who undoes them, looks at each.
  const isWritten = await record.change((one) => withAnswer(one, step, answer)).catch(() => undefined);
  if (isWritten !== false || answer.changed.length === 0 || !isUndone(record.current())) return answer;
  const { changed } = await method.restore(target, answer.changed, { ...call, isRepeated: true });
  const left = answer.changed.filter(({ isFinal }) => isFinal);
  return {
    ...stepNotDone('notDone', detail('containmentEnded')),
    changed: [...left, ...changed.filter(isStillMade)],
  };
}

/** Whether it was undone, or is being undone. Of one that was given up, everything stays as it is. */
function isUndone(containment: Containment): boolean {
  return !mayGoOn(containment) && containment.state !== 'givenUp';
}

function isStillMade({ state, isFinal }: ContainmentChange): boolean {
  return !isFinal && (state === 'made' || state === 'intended');
}

/** The answer of a step that is not done. */
export function stepNotDone(kind: BackendFailureKind, why: Detail): StepAnswer {
  return {
    kind: 'failed',
    failure: { kind, detail: why },
    attempts: 0,
    requestIds: [],
    changed: [],
    kept: [],
  };
}
