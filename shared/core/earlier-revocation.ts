import type { OutcomeId } from './ids';
import type { Policy } from './policy';
import type { RevocationRequest } from './request';

/** A revocation that was done and recorded. */
export interface EarlierRevocation {
  /** The outcome that reported it. */
  readonly outcomeId: OutcomeId;
  /** RFC 3339. */
  readonly revokedAt: string;
}

/**
 * Whether an earlier revocation with the same deduplication key answers this request as well. It does not if it is
 * older than the deduplication window or than the alert: an alert that was raised after the revocation reports an
 * intruder who came back.
 *
 * @param outcomeId of the request's own outcome: what an interrupted try of this request has done proves nothing
 */
export function answersRequest(
  earlier: EarlierRevocation,
  request: RevocationRequest,
  { policy, outcomeId, now }: { readonly policy: Policy; readonly outcomeId: OutcomeId; readonly now: Date },
): boolean {
  const revokedAt = Date.parse(earlier.revokedAt);
  const raisedAt = request.alert?.createdAt;
  return (
    earlier.outcomeId !== outcomeId &&
    now.getTime() - revokedAt <= policy.deduplicationWindowMs &&
    (raisedAt === undefined || Date.parse(raisedAt) <= revokedAt)
  );
}
