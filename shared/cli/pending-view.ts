import type { ApprovalRequest } from '../core/approval';
import { writeDetail } from '../core/detail';
import { referenceText } from '../core/user-reference';
import { toneOfStatus } from './output/status-tone';
import type { View } from './output/view';

/** Requests that wait for approval; with their tenants, where one of them is not of the home tenant. */
export function pendingView(home?: string): View<ApprovalRequest> {
  return {
    data: summary,
    none: 'No request waits for approval.',
    columns: [
      { heading: 'Confirmation', text: ({ id }) => id },
      {
        heading: 'Tenant',
        text: ({ identity }) => identity.tenantId,
        when: (pending) => !isHomeAlone(pending, home),
      },
      {
        heading: 'Until',
        text: ({ expiresAt }) => `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`,
        yields: 2,
      },
      {
        heading: 'Status',
        text: ({ reason }) => reason.status,
        tone: ({ reason }) => toneOfStatus(reason.status),
      },
      { heading: 'User', text: ({ user, reference }) => user.userPrincipalName ?? referenceText(reference) },
      { heading: 'Requested by', text: ({ request }) => request.requestedBy, yields: 4 },
      { heading: 'Alert', text: alertOf, yields: 3 },
      { heading: 'Reason', text: ({ reason }) => writeDetail(reason.detail), yields: 5 },
    ],
  };
}

function isHomeAlone(pending: readonly ApprovalRequest[], home?: string): boolean {
  const [only, ...more] = new Set(pending.map(({ identity }) => identity.tenantId.toLowerCase()));
  return more.length === 0 && only === (home?.toLowerCase() ?? only);
}

function alertOf({ request: { alert } }: ApprovalRequest): string | undefined {
  return [alert?.severity, alert?.title ?? alert?.id].filter(Boolean).join(': ') || undefined;
}

/** The names of the fields are those of the first version. */
function summary({ id, requestedAt, expiresAt, reason, user, request, identity }: ApprovalRequest): object {
  const { alert, requestedBy, reason: sendersReason } = request;
  return {
    confirmation: id,
    status: reason.status,
    detail: writeDetail(reason.detail),
    heldAt: requestedAt,
    expiresAt,
    user: { id: user.id, userPrincipalName: user.userPrincipalName },
    requestId: identity.requestId,
    tenantId: identity.tenantId,
    alert,
    requestedBy,
    reason: sendersReason,
  };
}
