import type { ApprovalRequest } from '../core/approval';
import { waitOf } from '../core/approval';
import type { ApprovalId } from '../core/ids';
import { approvalId, expiryMessageId } from '../core/ids';
import type { HoldPlan } from '../core/plan';
import type { NewMessage } from '../ports/request-queue';
import type { Dependencies } from './dependencies';
import type { UserWork } from './work';

/** Enters a request for approval into the ledger, and schedules its end. Repeating it is harmless. */
export async function requestApproval(
  dependencies: Dependencies,
  { request, identity, outcomeId, receivedAt, reference }: UserWork,
  { user, reason }: HoldPlan,
): Promise<ApprovalRequest> {
  const { policy, ledger, clock } = dependencies;
  const { aliases: _aliases, ...stored } = request;
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + policy.confirmation.expiresAfterMs);
  const approval: ApprovalRequest = {
    id: approvalId(outcomeId),
    outcomeId,
    identity,
    request: { ...stored, users: [reference] },
    reference,
    user,
    reason,
    receivedAt: receivedAt.toISOString(),
    requestedAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  // Kept beyond its end, so that a late decision is answered for as long as outcomes are.
  const term = { now, expiresAt: new Date(expiresAt.getTime() + policy.recordRetentionMs) };
  await ledger.approvals.put(approval, term);
  await scheduleExpiry(dependencies, approval);
  return approval;
}

/** Schedules a message of the app to itself, which comes half-way and then at the end of the wait. Repeating it is harmless. */
export async function scheduleExpiry(
  { requestQueue, clock }: Pick<Dependencies, 'requestQueue' | 'clock'>,
  request: ApprovalRequest,
): Promise<void> {
  const { id } = request;
  const { until } = waitOf(request, clock.now());
  await requestQueue.send({ id: expiryMessageId(id), ...endOfWait(id) }, until);
}

/** The app's own message that ends a wait: what nobody has decided expires, and what is decided is finished. */
export function endOfWait(approval: ApprovalId): Omit<NewMessage, 'id'> {
  const body = new TextEncoder().encode(JSON.stringify({ confirmation: approval, decision: 'expire' }));
  return { body, contentType: 'application/json', properties: {} };
}
