import type { Mode } from './mode';
import type { Issue, Outcome } from './outcome';
import { outcomeId } from './outcome-id';

/** The outcome of a message that is not a request. */
export function reject(rejection: {
  /** Tells this message from all others, whatever id it gives itself: two bad ones must not share an outcome. */
  readonly messageKey: string;
  readonly requestId: string;
  readonly tenantId: string;
  readonly mode: Mode;
  readonly issues: readonly Issue[];
  readonly receivedAt: Date;
  readonly completedAt: Date;
}): Outcome {
  const { messageKey, requestId, tenantId, mode, issues } = rejection;
  return {
    id: outcomeId({ tenantId, requestId: messageKey }),
    requestId,
    status: 'rejected',
    mode,
    tenantId,
    receivedAt: rejection.receivedAt.toISOString(),
    completedAt: rejection.completedAt.toISOString(),
    methods: [],
    detail: issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
    issues,
  };
}
