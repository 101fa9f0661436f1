import type { ApprovalRequest } from '../core/approval';
import { writeDetail } from '../core/detail';
import { referenceText } from '../core/user-reference';
import { pendingRequests } from '../app/pending-requests';
import type { ApprovalEnvironment } from './approval-desk';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { table } from './table';

/** Lists what waits for approval, the longest wait first. */
export async function listPending(
  { json = false }: { readonly json?: boolean },
  environment: ApprovalEnvironment,
): Promise<ExitCode> {
  const { terminal, now, tenantId } = environment;
  return connected(environment.connectApprovals, async ({ approvals }) => {
    const pending = await pendingRequests(approvals, now());
    if (json) for (const request of pending) terminal.out(JSON.stringify(summary(request)));
    else if (pending.length === 0) terminal.out('No request waits for approval.');
    else for (const line of pendingTable(pending, tenantId)) terminal.out(line);
    return exitCode.done;
  });
}

const HEADINGS = ['CONFIRMATION', 'UNTIL', 'STATUS', 'USER', 'REQUESTED BY', 'ALERT', 'REASON'];
const MAX_ALERT = 40;

function cells({ id, expiresAt, reason, reference, user, request }: ApprovalRequest): string[] {
  const { alert, requestedBy = '-' } = request;
  const about = [alert?.severity, alert?.title ?? alert?.id].filter(Boolean).join(': ');
  return [
    id,
    `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`,
    reason.status,
    user.userPrincipalName ?? referenceText(reference),
    requestedBy,
    about.length > MAX_ALERT ? `${about.slice(0, MAX_ALERT - 1)}…` : about || '-',
    writeDetail(reason.detail),
  ];
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

/** Requests for approval as a table for a person; with their tenants, where one of them is not of the home tenant. */
export function pendingTable(pending: readonly ApprovalRequest[], home?: string): string[] {
  const [only, ...more] = new Set(pending.map(({ identity }) => identity.tenantId.toLowerCase()));
  const isHomeAlone = more.length === 0 && only === (home?.toLowerCase() ?? only);
  if (isHomeAlone) return table(HEADINGS, pending.map(cells));
  const [first = '', ...others] = HEADINGS;
  return table(
    [first, 'TENANT', ...others],
    pending.map((request) => {
      const [id = '', ...rest] = cells(request);
      return [id, request.identity.tenantId, ...rest];
    }),
  );
}
