import type { ApiAnswer } from '../api/answer';
import type { ApprovalItem } from '../api/schemas';
import type { ApprovalRequest } from '../core/approval';
import { approvalDigest, shownSteps } from '../core/approval-digest';
import { countedVotes } from '../core/approval-votes';
import type { RestoreAsked } from '../core/restore';
import { compact } from '../core/compact';
import { approvalPolicyOf } from '../core/quorum';
import type { Locale } from '../messages/sentences/statuses';
import { detailIn } from '../messages/sentences/write-detail';
import { writtenUser } from '../messages/result-message';
import type { Approval } from '../ports/ledger';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { ListAsked } from './list-page';
import { pageOf } from './list-page';
import { neededNow } from './needed-approvals';
import { openApprovals, placeOf } from './pending-requests';
import { tenantOf } from './tenant-of-approval';

const MAX_PARALLEL_ITEMS = 8;

/** Which of the requests that wait a caller asks for. */
export interface AskedApprovals {
  /** Absent: those of all tenants. */
  readonly tenantId?: string | undefined;
}

/**
 * The requests that can still be decided, the longest wait first, with the votes so far.
 *
 * @throws Unavailable when the ledger or the connections cannot be read
 */
export async function listApprovals(
  app: Dependencies,
  { tenantId }: AskedApprovals,
  { page: { top, after }, linkTo }: ListAsked,
): Promise<ApiAnswer> {
  const all = await openApprovals(app.ledger.approvals, app.clock.now(), after);
  const rest =
    tenantId === undefined
      ? all
      : all.filter(({ request }) => request.identity.tenantId.toLowerCase() === tenantId.toLowerCase());
  const page = rest.slice(0, top);
  const last = page.at(-1);
  const next = last && rest.length > top ? placeOf(last.request) : undefined;
  const items = await inParallel(page, MAX_PARALLEL_ITEMS, (approval) => itemOf(app, approval));
  return pageOf({}, items, next, linkTo);
}

async function itemOf(app: Dependencies, { request, votes = [] }: Approval): Promise<ApprovalItem> {
  const inTenant = await tenantOf(app, request);
  const { mode, methods } = inTenant.policy;
  const { proof } = approvalPolicyOf(inTenant.policy, request);
  const digest = approvalDigest(request, inTenant.policy);
  const steps = shownSteps(request, inTenant.policy);
  const counted = countedVotes(votes, { proof, digest, excluded: [] });
  const quorum = await neededNow(inTenant, request);
  const { alert, event, requestedBy, receivedBy, reason: sendersReason } = request.request;
  return compact({
    ...shownOf(request, app.locale),
    digest,
    plan: {
      mode,
      methods: request.contain ? [] : [...methods],
      ...(steps.length > 0 && { steps: [...steps] }),
    },
    alert,
    event,
    requestedBy,
    receivedBy,
    reason: sendersReason,
    restore: request.restore && writtenRestore(request.restore),
    contain: request.contain && { ...request.contain, steps: [...request.contain.steps] },
    approvals: quorum === undefined ? undefined : { count: counted.length, quorum },
    approvers: counted.map(({ person: { id, userPrincipalName }, at }) =>
      compact({ id, userPrincipalName, at }),
    ),
  });
}

function writtenRestore({ containment, changes, final }: RestoreAsked): ApprovalItem['restore'] {
  return { containment, changes: [...changes], final: [...final] };
}

function shownOf(request: ApprovalRequest, locale: Locale) {
  const { id, reason, requestedAt, expiresAt, reference, user, identity } = request;
  const { id: userId, userPrincipalName, userType } = user;
  return {
    id,
    status: reason.status,
    detail: detailIn(locale, reason.detail),
    requestedAt,
    expiresAt,
    user: writtenUser(compact({ reference, id: userId, userPrincipalName, userType })),
    tenantId: identity.tenantId,
    requestId: identity.requestId,
  };
}
