import { displayWidth } from './output/display-width';
import { fieldsOf, rowsOf } from './output/for-people';
import { toneOfStatus } from './output/status-tone';
import type { Limits } from './output/table';
import type { View } from './output/view';
import type { WaitingRecord } from './records';

/** Requests that wait for approval; with their tenants, where one of them is not of the home tenant. */
export function pendingView(home?: string): View<WaitingRecord> {
  return {
    data: summary,
    none: 'No request waits for approval.',
    columns: [
      { heading: 'Confirmation', text: ({ id }) => id },
      { heading: 'Tenant', text: ({ tenantId }) => tenantId, when: (pending) => !isHomeAlone(pending, home) },
      {
        heading: 'Until',
        text: ({ expiresAt }) => `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`,
        yields: 2,
        whole: true,
      },
      {
        heading: 'Status',
        text: ({ status }) => status,
        tone: ({ status }) => toneOfStatus(status),
        yields: 6,
        whole: true,
      },
      { heading: 'User', text: nameOf },
      { heading: 'Approvals', text: votesOf, when: (pending) => pending.some((one) => votesOf(one)) },
      { heading: 'Requested by', text: ({ requestedBy }) => requestedBy, yields: 4 },
      { heading: 'Alert', text: alertOf, yields: 3 },
      { heading: 'Reason', text: ({ detail }) => detail, yields: 5 },
    ],
  };
}

/** What a person decides on, with nothing cut or left out: as a table if it fits the terminal, or else a line for each thing. */
export function inFull(
  waiting: readonly WaitingRecord[],
  home: string | undefined,
  { width, coloured = false }: Limits,
): readonly string[] {
  const view = pendingView(home);
  const whole = rowsOf(waiting, view, { coloured: false });
  const fits = width === undefined || whole.every((line) => displayWidth(line) <= width);
  if (fits) return rowsOf(waiting, view, { coloured });
  return waiting.flatMap((one, n) => [...(n === 0 ? [] : ['']), ...fieldsOf(one, view, { coloured })]);
}

/** The name of the user whom it is about. */
export function nameOf({ user }: Pick<WaitingRecord, 'user'>): string {
  return user.userPrincipalName ?? user.reference;
}

function isHomeAlone(pending: readonly WaitingRecord[], home?: string): boolean {
  const [only, ...more] = new Set(pending.map(({ tenantId }) => tenantId.toLowerCase()));
  return more.length === 0 && only === (home?.toLowerCase() ?? only);
}

/** Of several that must approve: how many have. */
function votesOf({ approvals }: WaitingRecord): string | undefined {
  if (!approvals || approvals.quorum <= 1) return undefined;
  return `${String(approvals.count)} of ${String(approvals.quorum)}`;
}

function alertOf({ alert }: WaitingRecord): string | undefined {
  return [alert?.severity, alert?.title ?? alert?.id].filter(Boolean).join(': ') || undefined;
}

/** The names of the fields are those of the first version. */
function summary({ id, requestedAt, user, ...waiting }: WaitingRecord): object {
  const { status, detail, expiresAt, requestId, tenantId, alert, requestedBy, reason, ...further } = waiting;
  return {
    confirmation: id,
    status,
    detail,
    heldAt: requestedAt,
    expiresAt,
    user: { id: user.id, userPrincipalName: user.userPrincipalName },
    requestId,
    tenantId,
    alert,
    requestedBy,
    reason,
    ...further,
  };
}
