import type { BackendFailure } from '../core/backend-failure';
import { compact } from '../core/compact';
import type { Containment } from '../core/containment';
import type { ContainmentStep } from '../core/containment-step';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import { isToRestore, stagesToRestore, withAnswered } from '../core/restore';
import type { StepRestored } from '../core/restore-outcome';
import { isTransient } from '../core/retry-later';
import type { StepAnswer } from '../ports/containment-method';
import type { ContainmentPlace } from '../ports/containment-store';
import { changeContainment } from './change-containment';
import type { Dependencies } from './dependencies';
import { stepNotDone } from './do-step';
import { callOf } from './revoke-once-more';
import { stepTarget } from './step-target';
import { stoppedBy } from './stoppable';
import type { UserWork } from './work';

/** What the steps of a containment answered. */
export interface RestoredSteps {
  readonly steps: readonly StepRestored[];
  /** A failure of a step: one that may pass if there is one. */
  readonly failure?: BackendFailure;
}

/** A restore whose steps are being done. */
interface Undoing {
  readonly user: UserWork;
  readonly place: ContainmentPlace;
  readonly target: DirectoryUser;
  readonly begun: Containment;
  /** An earlier try has begun, and may have brought back what is there. */
  readonly isRepeated: boolean;
}

/**
 * Brings back what the steps have changed, side by side, and what lets the user sign in after all else. What has become of the changes
 * of a step is entered when it has answered. The failure of one stops no other.
 */
export async function restoreSteps(dependencies: Dependencies, undoing: Undoing): Promise<RestoredSteps> {
  const steps: StepRestored[] = [];
  for (const stage of stagesToRestore(undoing.begun))
    steps.push(...(await Promise.all(stage.map((step) => restoreAndEnter(dependencies, undoing, step)))));
  const failures = steps.flatMap(({ failure }) => failure ?? []);
  const failure = failures.find(isTransient) ?? failures[0];
  return compact({ steps, failure });
}

async function restoreAndEnter(
  dependencies: Dependencies,
  undoing: Undoing,
  step: ContainmentStep,
): Promise<StepRestored> {
  const { place, begun } = undoing;
  const answer = await restoreStep(dependencies, undoing, step);
  const { changed, attempts, requestIds, advice } = answer;
  const stored = await changeContainment(dependencies, place, (one) => ({
    ...one,
    changes: withAnswered(one.changes, changed),
  }));
  const failure = answer.kind === 'failed' ? answer.failure : leftOver(stored ?? begun, step);
  return compact({ step, attempts, requestIds, advice, failure });
}

/** The emergency switch stops a restore between two calls, as it stops the steps of a containment. */
async function restoreStep(
  { containmentMethods, emergencySwitch }: Dependencies,
  { user, target, begun, isRepeated }: Undoing,
  step: ContainmentStep,
): Promise<StepAnswer> {
  const method = containmentMethods[step];
  if (!method) return stepNotDone('notEnabled', detail('restoreMethodMissing', { step }));
  const whom = stepTarget(target, begun, step);
  const call = stoppedBy(emergencySwitch, callOf(user, target));
  return method.restore(whom, whom.noted.filter(isToRestore), { ...call, isRepeated });
}

/** A step that has not said what became of each of its changes has not brought them back. */
function leftOver({ changes }: Containment, step: ContainmentStep): BackendFailure | undefined {
  const left = changes.some((change) => change.step === step && isToRestore(change));
  return left ? { kind: 'notDone', detail: detail('restoreStepSilent', { step }) } : undefined;
}
