import type { ApprovalRequest } from '../core/approval';
import type { Approval, ApprovalStore } from '../ports/ledger';

/** Requests that can still be decided, the longest wait first. */
export async function pendingRequests(
  approvals: Pick<ApprovalStore, 'pending'>,
  now: Date,
): Promise<ApprovalRequest[]> {
  const pending: ApprovalRequest[] = [];
  for await (const request of approvals.pending()) if (isPending(request, now)) pending.push(request);
  return pending.toSorted((one, other) => one.requestedAt.localeCompare(other.requestedAt));
}

/** The same with the votes so far, from a place in the list on. */
export async function openApprovals(
  approvals: Pick<ApprovalStore, 'open'>,
  now: Date,
  after = '',
): Promise<Approval[]> {
  const open: Approval[] = [];
  for await (const approval of approvals.open()) {
    const { request } = approval;
    if (isPending(request, now) && placeOf(request) > after) open.push(approval);
  }
  return open.toSorted((one, other) => (placeOf(one.request) < placeOf(other.request) ? -1 : 1));
}

/** Where a request is in a list: different for every request. */
export function placeOf({ requestedAt, id }: ApprovalRequest): string {
  return `${requestedAt}~${id}`;
}

function isPending({ expiresAt }: ApprovalRequest, now: Date): boolean {
  return new Date(expiresAt) > now;
}
