import { removalSteps } from './containment-step';
import type { MethodName } from './method-name';

/**
 * Methods in the order in which they are called: what can be done side by side, then the second revocation, and then what
 * removes, so that nobody who is still signed in can add it again.
 */
export function stagesOf(methods: readonly MethodName[]): readonly (readonly MethodName[])[] {
  const removals: readonly MethodName[] = removalSteps;
  const stages = [
    methods.filter((method) => method !== 'revokeAgain' && !removals.includes(method)),
    methods.filter((method) => method === 'revokeAgain'),
    methods.filter((method) => removals.includes(method)),
  ];
  return stages.filter((stage) => stage.length > 0);
}
