import type { BackendFailure } from '../core/backend-failure';
import { compact } from '../core/compact';
import type { Containment } from '../core/containment';
import type { ContainmentStep } from '../core/containment-step';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import { isToRestore, stepsToRestore, withAnswered } from '../core/restore';
import type { StepRestored } from '../core/restore-outcome';
import { isTransient } from '../core/retry-later';
import type { StepAnswer } from '../ports/containment-method';
import type { ContainmentPlace } from '../ports/containment-store';
import { changeContainment } from './change-containment';
import type { Dependencies } from './dependencies';
import { callOf } from './revoke-once-more';
import type { UserWork } from './work';

/** What became of the steps of a containment. */
export interface RestoredSteps {
  readonly containment: Containment;
  readonly steps: readonly StepRestored[];
  /** A failure of a step: one that may pass if there is one. */
  readonly failure?: BackendFailure;
}

/**
 * Brings back what each step has changed, the last step first, and enters after each what has become of its changes. The failure of one
 * stops no other.
 */
export async function restoreSteps(
  dependencies: Dependencies,
  { user, place }: { readonly user: UserWork; readonly place: ContainmentPlace },
  { target, begun }: { readonly target: DirectoryUser; readonly begun: Containment },
): Promise<RestoredSteps> {
  let containment = begun;
  const steps: StepRestored[] = [];
  for (const step of stepsToRestore(begun)) {
    const answer = await restoreStep(dependencies, user, { step, target, containment });
    const { changed, attempts, requestIds, advice } = answer;
    const stored = await changeContainment(dependencies, place, (one) => ({
      ...one,
      changes: withAnswered(one.changes, changed),
    }));
    containment = stored ?? containment;
    const failure = answer.kind === 'failed' ? answer.failure : leftOver(containment, step);
    steps.push(compact({ step, attempts, requestIds, advice, failure }));
  }
  const failures = steps.flatMap(({ failure }) => failure ?? []);
  const failure = failures.find(isTransient) ?? failures[0];
  return compact({ containment, steps, failure });
}

async function restoreStep(
  { containmentMethods }: Dependencies,
  user: UserWork,
  about: {
    readonly step: ContainmentStep;
    readonly target: DirectoryUser;
    readonly containment: Containment;
  },
): Promise<StepAnswer> {
  const { step, target, containment } = about;
  const method = containmentMethods[step];
  if (!method) {
    const failure = { kind: 'notEnabled', detail: detail('restoreMethodMissing', { step }) } as const;
    return { kind: 'failed', failure, changed: [], kept: [], attempts: 0, requestIds: [] };
  }
  const noted = containment.changes.filter((change) => change.step === step);
  const { firstSeenAt } = containment;
  const firstSeen = firstSeenAt === undefined ? undefined : new Date(firstSeenAt);
  const whom = compact({ user: target, noted, firstSeenAt: firstSeen });
  return method.restore(whom, noted.filter(isToRestore), callOf(user, target));
}

/** A step that has not said what became of each of its changes has not brought them back. */
function leftOver({ changes }: Containment, step: ContainmentStep): BackendFailure | undefined {
  const left = changes.some((change) => change.step === step && isToRestore(change));
  return left ? { kind: 'notDone', detail: detail('restoreStepSilent', { step }) } : undefined;
}
