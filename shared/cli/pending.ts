import type { HeldRequest } from '../core/confirmation';
import { referenceText } from '../core/user-reference';
import type { Holds } from '../ports/ledger';
import { connected } from './connected';
import type { DecisionEnvironment } from './decision-desk';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { table } from './table';

/** Lists what waits for a person, the longest first. */
export async function listPending(
  { json = false }: { readonly json?: boolean },
  environment: DecisionEnvironment,
): Promise<ExitCode> {
  const { terminal, now } = environment;
  return connected(environment.connectDecisions, async ({ holds }) => {
    const waiting = await stillWaiting(holds, now());
    if (json) for (const held of waiting) terminal.out(JSON.stringify(summary(held)));
    else if (waiting.length === 0) terminal.out('Nothing waits for a decision.');
    else for (const line of pendingTable(waiting)) terminal.out(line);
    return exitCode.done;
  });
}

const HEADINGS = ['CONFIRMATION', 'UNTIL', 'STATUS', 'USER', 'ALERT', 'WHY'];

function cells({
  confirmation,
  expiresAt,
  hold,
  reference,
  user,
  request: { alert },
}: HeldRequest): string[] {
  const about = [alert?.severity, alert?.title ?? alert?.id].filter(Boolean).join(': ');
  return [
    confirmation,
    expiresAt.slice(0, 16).replace('T', ' '),
    hold.status,
    user.userPrincipalName ?? referenceText(reference),
    about.length > 40 ? `${about.slice(0, 39)}…` : about || '-',
    hold.detail,
  ];
}

function summary({ confirmation, heldAt, expiresAt, hold, user, request, identity }: HeldRequest): object {
  const { alert, requestedBy, reason } = request;
  return {
    confirmation,
    status: hold.status,
    detail: hold.detail,
    heldAt,
    expiresAt,
    user: { id: user.id, userPrincipalName: user.userPrincipalName },
    requestId: identity.requestId,
    alert,
    requestedBy,
    reason,
  };
}

/** What still waits, the longest first; those whose time is over are as good as gone. */
export async function stillWaiting(holds: Holds, now: Date): Promise<HeldRequest[]> {
  const waiting: HeldRequest[] = [];
  for await (const held of holds.pending()) if (new Date(held.expiresAt) > now) waiting.push(held);
  return waiting.toSorted((one, other) => one.heldAt.localeCompare(other.heldAt));
}

/** What waits as a person reads it. */
export function pendingTable(waiting: readonly HeldRequest[]): string[] {
  return table(HEADINGS, waiting.map(cells));
}
