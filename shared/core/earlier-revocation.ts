import type { Policy } from './policy';
import type { RevocationRequest } from './request';

/** A revocation that was done and recorded. */
export interface EarlierRevocation {
  /** The outcome that told it. */
  readonly outcomeId: string;
  /** RFC 3339. */
  readonly revokedAt: string;
}

/**
 * Whether an earlier revocation of the same user on the same occasion answers this request as well. It does
 * not when it is older than the deduplication window, or than the alert: what was raised after the revocation
 * tells of an intruder who came back.
 *
 * @param outcomeId of the request's own outcome: what an interrupted try of it has done proves nothing
 */
export function stillStands(
  earlier: EarlierRevocation,
  request: RevocationRequest,
  { policy, outcomeId, now }: { readonly policy: Policy; readonly outcomeId: string; readonly now: Date },
): boolean {
  const revokedAt = Date.parse(earlier.revokedAt);
  const raisedAt = request.alert?.createdAt;
  return (
    earlier.outcomeId !== outcomeId &&
    now.getTime() - revokedAt <= policy.deduplicationWindowMs &&
    (raisedAt === undefined || Date.parse(raisedAt) <= revokedAt)
  );
}
