import { limitReservation, limitSender, limitUser } from '../../core/ids';
import type { PlaceRequest } from '../../core/limit';
import type { LimitUse } from '../../ports/ledger';

/** What the limit stores of a revocation: digests that do not reveal users or senders. */
export function placeRequest({ tenantId, userId, receivedBy, outcomeId }: LimitUse): PlaceRequest {
  return {
    user: limitUser(tenantId, userId),
    sender: limitSender(receivedBy),
    reservation: limitReservation(outcomeId),
  };
}
