import type { ApprovalRequest } from './approval';
import type { Containment } from './containment';
import { hasEnded } from './containment';
import type { Detail } from './detail';
import { detail } from './detail';
import type { Policy } from './policy';
import type { UserRevocation } from './user-revocation';

/** What the ledger knows of a user beside one containment of theirs. */
export interface AlertsOfUser {
  /** All containments of the user. */
  readonly containments: readonly Containment[];
  /** Requests that wait for approval, of any user. */
  readonly pending: readonly ApprovalRequest[];
  /** The last revocation of the user, which may be the containment's own. */
  readonly lastRevocation: UserRevocation | undefined;
}

/**
 * Why a containment is not undone now: something newer about the user is open. That is a later containment that can be undone, a later
 * request that waits for approval, and a later sign-out for as long as it answers further alerts of its kind: nothing else says when
 * the alert behind it is closed.
 */
export function newerAlert(
  containment: Containment,
  { containments, pending, lastRevocation }: AlertsOfUser,
  { deduplicationWindowMs }: Pick<Policy, 'deduplicationWindowMs'>,
  now: Date,
): Detail | undefined {
  const isLater = (time: string): boolean => Date.parse(time) > Date.parse(containment.startedAt);
  const later = containments.find(
    (one) => one.outcomeId !== containment.outcomeId && !hasEnded(one) && isLater(one.startedAt),
  );
  if (later) return detail('newerContainment', { request: later.requestId, time: later.startedAt });
  const waiting = pending.find(
    (one) =>
      !one.restore &&
      // Its own steps: undoing it leaves nothing of them to be taken.
      one.contain?.containment !== containment.outcomeId &&
      isOfUser(one, containment) &&
      isLater(one.requestedAt),
  );
  if (waiting)
    return detail('newerApproval', { request: waiting.identity.requestId, time: waiting.requestedAt });
  if (!lastRevocation || lastRevocation.outcomeId === containment.outcomeId) return undefined;
  const { revokedAt: time } = lastRevocation;
  const until = new Date(Date.parse(time) + deduplicationWindowMs);
  return isLater(time) && now < until
    ? detail('newerRevocation', { time, until: until.toISOString() })
    : undefined;
}

function isOfUser({ identity, user }: ApprovalRequest, { tenantId, user: { id } }: Containment): boolean {
  return (
    identity.tenantId.toLowerCase() === tenantId.toLowerCase() && user.id.toLowerCase() === id.toLowerCase()
  );
}
