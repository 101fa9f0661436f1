import type { ContainmentStep } from '../../core/containment-step';
import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { ContainmentMethod } from '../../ports/containment-method';

/** A step that Microsoft Graph does not offer in a cloud: it makes no call, and says so. */
export function unavailableStep(step: ContainmentStep, cloud: string): ContainmentMethod {
  const failure: BackendFailure = { kind: 'notEnabled', detail: detail('stepNotInCloud', { step, cloud }) };
  const failed = { kind: 'failed', failure, attempts: 0, requestIds: [], changed: [], kept: [] } as const;
  return {
    foresee: () => Promise.resolve({ kind: 'failed', failure }),
    contain: () => Promise.resolve(failed),
    restore: () => Promise.resolve(failed),
  };
}
