import type { ApprovalRequest } from '../core/approval';
import type { ApprovalStore } from '../ports/ledger';

/** Requests that can still be decided, the longest wait first. */
export async function pendingRequests(
  approvals: Pick<ApprovalStore, 'pending'>,
  now: Date,
): Promise<ApprovalRequest[]> {
  const pending: ApprovalRequest[] = [];
  for await (const request of approvals.pending()) {
    if (new Date(request.expiresAt) > now) pending.push(request);
  }
  return pending.toSorted((one, other) => one.requestedAt.localeCompare(other.requestedAt));
}
