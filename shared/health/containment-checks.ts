import type { Cloud } from '../config/clouds';
import { containmentSteps } from '../core/containment-step';
import type { Policy } from '../core/policy';
import type { HealthCheck } from '../ports/health-check';
import type { ProbeOptions } from './graph-probes';
import { identityStepChecks } from './identity-step-checks';
import { removalChecks } from './removal-checks';

/** The checks of all steps that policy names, or lets a request ask for. Without one there are none. */
export function containmentChecks(
  options: ProbeOptions,
  { containment = [] }: Pick<Policy, 'containment'>,
  cloud: Pick<Cloud, 'lacks'>,
): readonly HealthCheck[] {
  const named = new Set(containment.flatMap(({ steps, mayAsk }) => [...steps, ...mayAsk]));
  const steps = containmentSteps.filter((step) => named.has(step));
  return [...identityStepChecks(options, steps, cloud), ...removalChecks(options, steps)];
}
