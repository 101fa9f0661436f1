import type { MethodEventId, OutcomeId } from './ids';
import type { MethodResult, MethodStatus, OutcomeUser } from './outcome';
import type { MethodName } from './method-name';

/** What a method answered after the outcome was published. Times are RFC 3339 UTC. */
export interface MethodReport {
  /** Equal for every delivery of the same request. */
  readonly id: MethodEventId;
  /** The outcome in which the method was pending. */
  readonly outcomeId: OutcomeId;
  readonly requestId: string;
  readonly tenantId: string;
  readonly user: OutcomeUser;
  readonly method: MethodResult;
  readonly completedAt: string;
}

/** What telemetry needs of a report; stored beside the published message. */
export interface MethodSummary {
  readonly outcomeId: OutcomeId;
  readonly method: MethodName;
  readonly status: MethodStatus;
  readonly attempts: number;
  readonly userId?: string;
}

export function methodSummary({
  outcomeId,
  user,
  method: { name, status, attempts },
}: MethodReport): MethodSummary {
  return { outcomeId, method: name, status, attempts, ...(user.id !== undefined && { userId: user.id }) };
}
