import { MAX_CONFIRMATIONS } from '../alerts/approval-message';
import type { ApprovalRequest, ListedTargets } from '../core/approval';
import { pendingRequests } from '../app/pending-requests';
import { isTarget } from '../core/approval';
import { userNamedBy } from '../messages/typed-user';
import type { Approval } from '../ports/ledger';
import type { ApprovalDesk, ApprovalEnvironment } from './approval-desk';
import { ask } from './ask';
import type { SentDecision } from './await-decisions';
import { awaitDecisions } from './await-decisions';
import { connected, sendJson } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { rowsOf } from './output/for-people';
import { pendingView } from './pending-view';
import { printable } from './printable';

export interface DecisionOptions {
  readonly decision: 'approve' | 'decline';
  readonly by?: string;
  readonly confirm: boolean;
  readonly wait?: boolean;
  readonly timeoutSeconds: number;
}

/** Decides on requests that wait for approval, each by its id. */
export async function decide(
  ids: readonly string[],
  options: DecisionOptions,
  environment: ApprovalEnvironment,
): Promise<ExitCode> {
  const { terminal, now } = environment;
  if (!isPerson(options, environment)) return exitCode.noAnswer;
  return connected(environment.connectApprovals, async (desk) => {
    const found = await Promise.all(ids.map(async (id) => ({ id, approval: await desk.approvals.find(id) })));
    const problems = found.flatMap(({ id, approval }) => problemOf(id, approval, now()) ?? []);
    for (const problem of problems) terminal.error(printable(problem));
    if (problems.length > 0) return exitCode.notDone;
    const requests = found.flatMap(({ approval }) => (approval ? [approval.request] : []));
    const decisions = requests.map((one) => ({ named: { confirmation: one.id }, requests: [one] }));
    return askAndSend(desk, decisions, options, environment);
  });
}

/** Decides on all that the brake holds, or on all that waits of one request: on exactly those that it shows. */
export async function release(
  { request, ...options }: DecisionOptions & { readonly request?: string },
  environment: ApprovalEnvironment,
): Promise<ExitCode> {
  const { terminal, now } = environment;
  if (!isPerson(options, environment)) return exitCode.noAnswer;
  const target: ListedTargets =
    request === undefined ? { kind: 'brake' } : { kind: 'request', requestId: request };
  return connected(environment.connectApprovals, async (desk) => {
    const requests = (await pendingRequests(desk.approvals, now())).filter((one) => isTarget(target, one));
    if (requests.length === 0) {
      terminal.out(
        request === undefined ? 'The brake holds nobody.' : 'No user of this request waits for approval.',
      );
      return exitCode.notDone;
    }
    return askAndSend(desk, inMessages(requests), options, environment);
  });
}

/** A decision that is not sent yet. */
interface NewDecision {
  /** How its message names the requests for approval. */
  readonly named: { readonly confirmation: string } | { readonly confirmations: readonly string[] };
  readonly requests: readonly ApprovalRequest[];
}

function inMessages(requests: readonly ApprovalRequest[]): readonly NewDecision[] {
  const decisions: NewDecision[] = [];
  for (let at = 0; at < requests.length; at += MAX_CONFIRMATIONS) {
    const some = requests.slice(at, at + MAX_CONFIRMATIONS);
    decisions.push({ named: { confirmations: some.map(({ id }) => id) }, requests: some });
  }
  return decisions;
}

/** The app looks up who decides, and rejects a decision of somebody whom it cannot find. */
function isPerson({ by }: DecisionOptions, { requestedBy, terminal }: ApprovalEnvironment): boolean {
  const name = by ?? requestedBy;
  if (userNamedBy(name) !== undefined) return true;
  terminal.error(
    printable(
      `${name} does not name a user of the tenant: pass --by with a user principal name, an object id, a SID or DOMAIN\\name.`,
    ),
  );
  return false;
}

/** Shows the requests, and sends the decisions once the person has confirmed. */
async function askAndSend(
  desk: ApprovalDesk,
  decisions: readonly NewDecision[],
  options: DecisionOptions,
  environment: ApprovalEnvironment,
): Promise<ExitCode> {
  const { terminal, tenantId } = environment;
  const requests = decisions.flatMap((one) => one.requests);
  for (const line of rowsOf(requests, pendingView(tenantId), terminal)) terminal.out(line);
  const stop = await ask(terminal, question(requests, options), {
    confirm: options.confirm ? undefined : false,
    instead: '--no-confirm to decide without being asked',
  });
  if (stop !== undefined) return stop;
  const sent: SentDecision[] = [];
  for (const decision of decisions) sent.push(await send(desk, decision, options, environment));
  return options.wait ? awaitDecisions(desk.results, sent, options, terminal) : exitCode.done;
}

function problemOf(id: string, approval: Approval | undefined, now: Date): string | undefined {
  if (!approval) return `${id}: does not match a pending request.`;
  const { request, decision } = approval;
  if (decision) {
    const by = decision.by === undefined ? '' : ` by ${decision.by}`;
    return `${id}: it was decided already (${decision.decision}${by} at ${decision.at}).`;
  }
  return new Date(request.expiresAt) <= now ? `${id}: it expired at ${request.expiresAt}.` : undefined;
}

/** Several requests may be about one user. */
function question(requests: readonly ApprovalRequest[], { decision }: DecisionOptions): string {
  const count = new Set(requests.map(({ identity, user }) => `${identity.tenantId} ${user.id}`.toLowerCase()))
    .size;
  const users = count === 1 ? 'this user' : `these ${String(count)} users`;
  return decision === 'approve'
    ? `Approve, so that ${users} will be signed out?`
    : `Decline, so that ${users} will not be signed out?`;
}

async function send(
  { requestQueue }: ApprovalDesk,
  { named, requests }: NewDecision,
  { decision, by }: DecisionOptions,
  { newId, requestedBy, terminal }: ApprovalEnvironment,
): Promise<SentDecision> {
  const id = newId();
  const body = new TextEncoder().encode(JSON.stringify({ ...named, decision, by: by ?? requestedBy }));
  await sendJson(requestQueue, id, body);
  terminal.out(`Decision ${id} is on the queue.`);
  return { id, body, requests };
}
