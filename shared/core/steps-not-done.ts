import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { Detail } from './detail';
import { detail } from './detail';
import type { MethodResult } from './outcome';

/**
 * An ending whose detail names first which steps of the containment were not done. Its status is that of the revocation: who reads
 * the sentence alone must know that the user is signed out, and not contained.
 */
export function withStepsNotDone<Ending extends { readonly detail: Detail }>(
  methods: readonly Pick<MethodResult, 'name' | 'status'>[],
  ending: Ending,
): Ending {
  const notDone = methods.filter(({ name, status }) => isStep(name) && NOT_DONE.has(status));
  if (notDone.length === 0) return ending;
  const first = detail('stepsNotDone', { steps: notDone.map(({ name }) => name).join(', ') });
  return { ...ending, detail: detail('twoSentences', { first, second: ending.detail }) };
}

const NOT_DONE: ReadonlySet<MethodResult['status']> = new Set(['failed', 'notEnabled']);

function isStep(name: MethodResult['name']): name is ContainmentStep {
  return (containmentSteps as readonly string[]).includes(name);
}
