import type { ApprovalRequest } from '../core/approval';
import type { ShownPlan } from '../core/approval-digest';
import { approvalDigest } from '../core/approval-digest';
import type { Dependencies } from './dependencies';
import { dependenciesIn } from './tenant-dependencies';

/** What the app acts with in the tenant of a request for approval; what is left of a disconnected one is decided at home. */
export async function tenantOf(
  app: Dependencies,
  { identity }: Pick<ApprovalRequest, 'identity'>,
): Promise<Dependencies> {
  return (await dependenciesIn(app, identity.tenantId)) ?? app;
}

/** What an approval would set in motion now, by the policy of its tenant, and the digest of all that is shown of it. */
export async function shownNow(
  app: Dependencies,
  request: ApprovalRequest,
): Promise<{ readonly plan: ShownPlan; readonly digest: string }> {
  const { policy } = await tenantOf(app, request);
  const { mode, methods } = policy;
  return { plan: { mode, methods }, digest: approvalDigest(request, policy) };
}
