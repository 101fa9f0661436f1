import type { ApiAnswer } from '../api/answer';
import { done } from '../api/answer';
import type { ApprovalItem } from '../api/schemas';
import type { ApprovalRequest } from '../core/approval';
import { compact } from '../core/compact';
import type { Locale } from '../messages/sentences/statuses';
import { detailIn } from '../messages/sentences/write-detail';
import { writtenUser } from '../messages/result-message';
import type { Dependencies } from './dependencies';
import { pendingRequests } from './pending-requests';
import { shownNow } from './shown-approval';

/** A page of a list. */
export interface Page {
  readonly top: number;
  /** Where it begins; absent: at the beginning of the list. */
  readonly after?: string | undefined;
}

/** The answer with a page of a list; `next` is the place where the page after it begins. */
export function pageOf(
  further: object,
  value: readonly object[],
  next: string | undefined,
  linkTo: (place: string) => string,
): ApiAnswer {
  return done({ ...further, value, ...(next !== undefined && { nextLink: linkTo(next) }) });
}

/** The requests that can still be decided, the longest wait first. */
export async function listApprovals(
  app: Dependencies,
  { top, after = '' }: Page,
  linkTo: (place: string) => string,
): Promise<ApiAnswer> {
  const all = await pendingRequests(app.ledger.approvals, app.clock.now());
  const rest = all
    .filter((request) => placeOf(request) > after)
    .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  const page = rest.slice(0, top);
  const last = page.at(-1);
  const next = last && rest.length > top ? placeOf(last) : undefined;
  const items = await Promise.all(
    page.map(async (request) => itemOf(request, await shownNow(app, request), app.locale)),
  );
  return pageOf({}, items, next, linkTo);
}

function placeOf({ requestedAt, id }: ApprovalRequest): string {
  return `${requestedAt}~${id}`;
}

function itemOf(
  request: ApprovalRequest,
  { digest, plan }: Awaited<ReturnType<typeof shownNow>>,
  locale: Locale,
): ApprovalItem {
  const { id, reason, requestedAt, expiresAt, reference, user, identity } = request;
  const { alert, event, requestedBy, receivedBy, reason: sendersReason } = request.request;
  const { id: userId, userPrincipalName, userType } = user;
  return compact({
    id,
    digest,
    status: reason.status,
    detail: detailIn(locale, reason.detail),
    requestedAt,
    expiresAt,
    plan: { mode: plan.mode, methods: [...plan.methods] },
    user: writtenUser(compact({ reference, id: userId, userPrincipalName, userType })),
    tenantId: identity.tenantId,
    requestId: identity.requestId,
    alert,
    event,
    requestedBy,
    receivedBy,
    reason: sendersReason,
  });
}
