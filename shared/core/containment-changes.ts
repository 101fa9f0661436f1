import type { ContainedItem, Containment, ContainmentChange } from './containment';
import type { StepAnswer } from './containment-answer';
import type { ContainmentPlan } from './containment-policy';
import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { MethodName } from './method-name';
import { isTransient } from './retry-later';
import type { RevocationMethods } from './revocation-method';

/** What a step has noted. */
export function notedOf({ changes }: Containment, step: ContainmentStep): readonly ContainmentChange[] {
  return changes.filter((change) => change.step === step);
}

/**
 * With changes that are about to be made. One that was noted before stays: it has what there was before the first of them. One that
 * the backend had refused may be made now.
 */
export function withNoted(containment: Containment, noted: readonly ContainmentChange[]): Containment {
  const { changes } = containment;
  const isNew = (change: ContainmentChange): boolean =>
    !changes.some((known) => known.state !== 'notOurs' && isSameChange(known, change));
  const added = noted.filter(isNew);
  const left = changes.filter((known) => !added.some((change) => isSameChange(known, change)));
  return { ...containment, changes: [...left, ...added] };
}

/** With what a step has answered: the states of its changes, and what it has kept. */
export function withAnswer(containment: Containment, step: ContainmentStep, answer: StepAnswer): Containment {
  const { changed, kept } = answer;
  const { changes, answered = [], notTaken } = withNoted(containment, changed);
  const isFinal = answer.kind !== 'failed' || !isTransient(answer.failure);
  return {
    ...containment,
    changes: changes.map((known) => {
      const now = changed.find((change) => isSameChange(known, change));
      return now ? { ...known, state: now.state } : known;
    }),
    kept: [
      ...containment.kept.filter((one) => !kept.some(({ item }) => isSameItem(one.item, item))),
      ...kept,
    ],
    answered: isFinal ? [...new Set([...answered, step])] : answered,
    ...(notTaken && { notTaken: notTaken.filter((one) => !isFinal || one !== step) }),
  };
}

/** With the steps of a later try, which policy may have changed since, or those that were approved. */
export function withSteps(
  containment: Containment,
  { steps, awaiting: confirmed = [] }: Pick<ContainmentPlan, 'steps' | 'awaiting'>,
): Containment {
  const all = [...containment.steps, ...steps];
  const waiting = [...(containment.awaiting ?? []), ...confirmed];
  const awaiting = containmentSteps.filter((step) => waiting.includes(step));
  return {
    ...containment,
    steps: containmentSteps.filter((step) => all.includes(step)),
    ...(awaiting.length > 0 && { awaiting }),
  };
}

/** All that an outcome lists of steps: where sign-in is disabled, the sessions are revoked once more. */
export function stepNames(
  steps: readonly ContainmentStep[],
  methods: RevocationMethods,
): readonly MethodName[] {
  const again = steps.includes('disableSignIn') && methods.includes('graph');
  return [...steps, ...(again ? (['revokeAgain'] as const) : [])];
}

function isSameChange(one: ContainmentChange, other: ContainmentChange): boolean {
  return one.step === other.step && isSameItem(one.item, other.item);
}

function isSameItem(one: ContainedItem, other: ContainedItem): boolean {
  return one.kind === other.kind && one.id === other.id;
}
