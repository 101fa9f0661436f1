import type { ApprovalRequest } from '../../core/approval';
import { writeDetail } from '../../core/detail';
import { referenceText } from '../../core/user-reference';
import type { Result } from '../../messages/result-schema';
import type { KeptMessage } from '../../ports/quarantine';
import type { KeptRecord, OutcomeRecord, WaitingRecord } from '../records';

// What queues and ledger have, in the shapes of the API.

/** An outcome of the topic. */
export function outcomeOf({ id, data }: Result): OutcomeRecord {
  return { ...data, id };
}

/** A request for approval of the ledger. */
export function waitingOf(approval: ApprovalRequest): WaitingRecord {
  const { id, reason, requestedAt, expiresAt, reference, user, identity, request } = approval;
  const { alert, requestedBy, reason: sendersReason } = request;
  return {
    id,
    status: reason.status,
    detail: writeDetail(reason.detail),
    requestedAt,
    expiresAt,
    user: { reference: referenceText(reference), id: user.id, userPrincipalName: user.userPrincipalName },
    tenantId: identity.tenantId,
    requestId: identity.requestId,
    alert: alert && { ...alert },
    requestedBy,
    reason: sendersReason,
    restore: approval.restore && { ...approval.restore },
    contain: approval.contain && { ...approval.contain, steps: [...approval.contain.steps] },
  };
}

/** An original of the quarantine queue. */
export function keptOf({ number, keptAt, original, ...kept }: KeptMessage): KeptRecord {
  const { contentType, history, body } = original;
  return {
    ...kept,
    number,
    keptAt: keptAt.toISOString(),
    contentType,
    firstCame: history.origin.enqueuedAt,
    bytes: body.length,
    tries: history.attempts + 1,
  };
}
