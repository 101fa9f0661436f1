import type { Cloud } from '../config/clouds';
import { containmentSteps } from '../core/containment-step';
import type { Policy } from '../core/policy';
import type { HealthCheck } from '../ports/health-check';
import type { ProbeOptions } from './graph-probes';
import { howToGrantTo } from './graph-probes';
import { identityStepChecks } from './identity-step-checks';
import { removalChecks } from './removal-checks';

/** By what the probes of the steps are sent. */
export interface ContainmentProbing extends ProbeOptions {
  /** An identity of the steps' own (`CONTAINMENT_CLIENT_ID`); absent: they call as the app does. */
  readonly ofSteps?: Pick<ProbeOptions, 'credential' | 'graph'> | undefined;
}

/** The checks of all steps that policy names, or lets a request ask for. Without one there are none. */
export function containmentChecks(
  { ofSteps, ...own }: ContainmentProbing,
  { containment = [] }: Pick<Policy, 'containment'>,
  cloud: Pick<Cloud, 'lacks'>,
): readonly HealthCheck[] {
  const named = new Set(containment.flatMap(({ steps, mayAsk }) => [...steps, ...mayAsk]));
  const steps = containmentSteps.filter((step) => named.has(step));
  const howToGrant = howToGrantTo('the identity of CONTAINMENT_CLIENT_ID');
  const options = ofSteps ? { ...own, ...ofSteps, howToGrant } : own;
  return [...identityStepChecks(options, steps, cloud), ...removalChecks(options, steps)];
}
