import { MAX_CONFIRMATIONS } from '../alerts/approval-message';
import type { ApprovalRequest, ListedTargets } from '../core/approval';
import { isTarget } from '../core/approval';
import { outcomeId } from '../core/ids';
import type { Result } from '../messages/result-schema';
import { userNamedBy } from '../messages/typed-user';
import type { Approval } from '../ports/ledger';
import type { ResultsSubscription } from '../ports/results-topic';
import type { ApprovalDesk, ApprovalEnvironment } from './approval-desk';
import { ask } from './ask';
import { connected, sendJson } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { pendingRequests, pendingTable } from './pending';
import { printable } from './printable';
import type { Terminal } from './terminal';

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
    const targets = requests.map(({ id }) => ({ confirmation: id }));
    return askAndSend({ desk, requests, targets }, options, environment);
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
    const targets = inMessages(requests.map(({ id }) => id));
    return askAndSend({ desk, requests, targets }, options, environment);
  });
}

interface ToDecide {
  readonly desk: ApprovalDesk;
  readonly requests: readonly ApprovalRequest[];
  /** What the message of each decision names. */
  readonly targets: readonly DecisionTargets[];
}

type DecisionTargets = { readonly confirmation: string } | { readonly confirmations: readonly string[] };

function inMessages(ids: readonly string[]): DecisionTargets[] {
  const messages: DecisionTargets[] = [];
  for (let at = 0; at < ids.length; at += MAX_CONFIRMATIONS) {
    messages.push({ confirmations: ids.slice(at, at + MAX_CONFIRMATIONS) });
  }
  return messages;
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
  { desk, requests, targets }: ToDecide,
  options: DecisionOptions,
  environment: ApprovalEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  for (const line of pendingTable(requests)) terminal.out(line);
  const stop = await ask(terminal, question(requests.length, options), {
    confirm: options.confirm ? undefined : false,
    instead: '--no-confirm to decide without being asked',
  });
  if (stop !== undefined) return stop;
  for (const target of targets) await send(desk, target, options, environment);
  return options.wait ? waitFor(desk.results, requests, options, terminal) : exitCode.done;
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

function question(count: number, { decision }: DecisionOptions): string {
  const users = count === 1 ? 'this user' : `these ${String(count)} users`;
  return decision === 'approve'
    ? `Approve, so that ${users} will be signed out?`
    : `Decline, so that ${users} will not be signed out?`;
}

async function send(
  { requestQueue }: ApprovalDesk,
  target: DecisionTargets,
  { decision, by }: DecisionOptions,
  { newId, requestedBy, terminal }: ApprovalEnvironment,
): Promise<void> {
  const id = newId();
  const body = { ...target, decision, by: by ?? requestedBy };
  await sendJson(requestQueue, id, new TextEncoder().encode(JSON.stringify(body)));
  terminal.out(`Decision ${id} is on the queue.`);
}

/** Waits for the outcome of each request; a decision that was rejected shows only on the topic. */
async function waitFor(
  results: ResultsSubscription,
  requests: readonly ApprovalRequest[],
  { timeoutSeconds }: DecisionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const outcomes = await Promise.all(requests.map((request) => outcomeOf(results, request, timeoutSeconds)));
  const missing = outcomes.filter((outcome) => outcome === undefined).length;
  for (const outcome of outcomes) if (outcome) terminal.out(`${outcome.status}: ${outcome.message}`);
  if (missing === 0) return exitCode.done;
  terminal.error(
    `${String(missing)} of ${String(requests.length)} outcomes did not arrive within ${String(timeoutSeconds)} s. Read the topic, where a rejected decision is published as well.`,
  );
  return exitCode.noAnswer;
}

async function outcomeOf(
  results: ResultsSubscription,
  { id, identity, reference }: ApprovalRequest,
  timeoutSeconds: number,
): Promise<Result['data'] | undefined> {
  const { requestId } = identity;
  const expected = outcomeId(identity, reference, id);
  for await (const result of results.outcomes(requestId, Number.POSITIVE_INFINITY, timeoutSeconds * 1000)) {
    if (result.id === expected) return result.data;
  }
  return undefined;
}
