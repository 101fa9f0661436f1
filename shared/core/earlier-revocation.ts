import type { ContainmentStep } from './containment-step';
import type { OutcomeId } from './ids';
import type { ReceivedBy } from './received-by';
import type { Policy } from './policy';
import type { RevocationRequest } from './request';

/** A revocation that was done and recorded. */
export interface EarlierRevocation {
  /** The outcome that reported it. */
  readonly outcomeId: OutcomeId;
  /** RFC 3339. */
  readonly revokedAt: string;
  /** The sender of the request that caused it; absent in an entry of the version before. */
  readonly receivedBy?: ReceivedBy;
  /** The steps of a containment that it came with; absent: none. */
  readonly steps?: readonly ContainmentStep[];
  /** Those that came to wait for an approval of their own; absent: none. */
  readonly awaiting?: readonly ContainmentStep[];
}

/** The steps that a revocation came with, or that a request wants. */
export type ComesWith = Pick<EarlierRevocation, 'steps' | 'awaiting'>;

/**
 * Whether a revocation came with all steps that a request wants: otherwise it does not answer that. A step that waits for approval is
 * not one that is done at once.
 */
export function hasSteps({ steps: done = [], awaiting = [] }: ComesWith, wanted: ComesWith): boolean {
  const { steps = [], awaiting: confirmed = [] } = wanted;
  return (
    steps.every((step) => done.includes(step)) &&
    confirmed.every((step) => done.includes(step) || awaiting.includes(step))
  );
}

/** The clocks of the broker and of the app differ by at most so much, in ms. */
const MAX_SKEW_MS = 5000;

/**
 * Whether an earlier revocation with the same deduplication key answers this request as well. It does not if it is
 * older than the deduplication window or than the alert: an alert that was raised after the revocation reports an
 * intruder who came back. One that another sender caused answers only what was enqueued before it: no sender can suppress
 * a later alert of another one. Nor does one that came without a step which the request wants.
 *
 * @param outcomeId of the request's own outcome: what an interrupted try of this request has done proves nothing
 * @param enqueuedAt when the broker received the request; absent: it did not say
 */
export function answersRequest(
  earlier: EarlierRevocation,
  request: RevocationRequest,
  { policy, outcomeId, now, enqueuedAt, ...wanted }: RequestToAnswer,
): boolean {
  const revokedAt = Date.parse(earlier.revokedAt);
  const raisedAt = request.alert?.createdAt;
  return (
    earlier.outcomeId !== outcomeId &&
    hasSteps(earlier, wanted) &&
    now.getTime() - revokedAt <= policy.deduplicationWindowMs &&
    (raisedAt === undefined || Date.parse(raisedAt) <= revokedAt) &&
    (earlier.receivedBy === request.receivedBy ||
      (enqueuedAt !== undefined && enqueuedAt.getTime() + MAX_SKEW_MS <= revokedAt))
  );
}

interface RequestToAnswer extends ComesWith {
  readonly policy: Policy;
  readonly outcomeId: OutcomeId;
  readonly now: Date;
  readonly enqueuedAt?: Date;
}
