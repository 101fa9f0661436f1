import type { ApprovalDecision } from '../core/approval';
import { approvalPolicyOf } from '../core/quorum';
import type { Approval } from '../ports/ledger';
import type { Admission } from './admit-decider';
import { admitDecider } from './admit-decider';
import type { Dependencies } from './dependencies';
import { senderOf } from './incoming-message';
import type { MessageItem } from './publish-for-message';
import type { RequestTenant } from './tenant-dependencies';
import { tenantToDecideIn } from './tenant-dependencies';

/** The tenant of an approval, if the sender of the decision may decide there; the app itself, and what is recorded, counts everywhere. */
export function tenantOfApproval(
  dependencies: Dependencies,
  { message }: MessageItem,
  { request: { identity }, decision: recorded }: Approval,
  { decision, key }: ApprovalDecision,
): Promise<RequestTenant> {
  return decision === 'expire' || recorded?.key === key
    ? Promise.resolve({ kind: 'tenant', dependencies })
    : tenantToDecideIn(dependencies, { named: identity.tenantId, sender: senderOf(message) });
}

/** Whether a decision may count; one that is recorded was admitted then, and the app itself always is. */
export async function admitDecision(
  dependencies: Dependencies,
  item: MessageItem,
  { request, decision: recorded }: Approval,
  { decision, by = '', key }: ApprovalDecision,
): Promise<Admission> {
  if (decision === 'expire' || recorded?.key === key) return { kind: 'admitted' };
  return approvalPolicyOf(dependencies.policy, request).proof === 'required'
    ? { kind: 'denied', detail: notProven(request.id) }
    : admitDecider(dependencies, item.message.history, by, request);
}

/** Why a decision that comes by a queue does not count where policy requires proof. */
export function notProven(approval: string): string {
  return `is not proven, and policy requires that: decide by POST /api/approvals/${approval}`;
}
