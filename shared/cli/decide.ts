import type { ListedTargets } from '../core/approval';
import { userNamedBy } from '../messages/typed-user';
import { ask } from './ask';
import { awaitDecided } from './await-decided';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode, worstOf } from './exit-code';
import { outcomeView } from './outcome-view';
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print } from './output/print';
import type { PendingEnvironment } from './pending';
import { inFull } from './pending-view';
import { printable } from './printable';
import type { WaitingRecord } from './records';
import type { DecisionAnswer, RevocationService } from './service';
import { noteUnusedName } from './service-environment';
import type { Terminal } from './terminal';

export interface DecisionOptions {
  readonly decision: 'approve' | 'decline' | 'withdraw';
  readonly by?: string;
  readonly confirm: boolean;
  readonly wait: boolean;
  readonly timeoutSeconds: number;
}

/** The outcomes are printed as records, unless people read them as sentences. */
interface Printed {
  readonly output: Output;
}

/** Decides on requests that wait for approval, each by its id. */
export async function decide(
  ids: readonly string[],
  { output, ...options }: DecisionOptions & Printed,
  environment: PendingEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  return connected(environment.service, async (app) => {
    if (!mayDecide(app, options, environment)) return exitCode.noAnswer;
    const found = await app.find(ids);
    const problems = found.flatMap((one) => (one.kind === 'not' ? `${one.id}: ${one.problem}` : []));
    for (const problem of problems) terminal.error(printable(problem));
    if (problems.length > 0) return exitCode.notDone;
    const approvals = found.flatMap((one) => (one.kind === 'waits' ? one.waiting : []));
    return askAndDecide(app, { ...options, approvals, asList: false, output }, environment);
  });
}

/** Decides on all that the brake holds, or on all that waits of one request: on exactly those that it shows. */
export async function release(
  { request, output, ...options }: DecisionOptions & Printed & { readonly request?: string },
  environment: PendingEnvironment,
): Promise<ExitCode> {
  const target: ListedTargets =
    request === undefined ? { kind: 'brake' } : { kind: 'request', requestId: request };
  return connected(environment.service, async (app) => {
    if (!mayDecide(app, options, environment)) return exitCode.noAnswer;
    // Who releases users to be signed out does not undo what was done to others, and does no more to them.
    const approvals = (await app.pending()).filter(
      (one) => !one.restore && !one.contain && isWanted(target, one),
    );
    if (approvals.length > 0)
      return askAndDecide(app, { ...options, approvals, asList: true, output }, environment);
    environment.terminal.out(
      request === undefined ? 'The brake holds nobody.' : 'No user of this request waits for approval.',
    );
    return exitCode.notDone;
  });
}

function isWanted(target: ListedTargets, { status, requestId }: WaitingRecord): boolean {
  return target.kind === 'brake' ? status === 'held' : requestId === target.requestId;
}

/** Without proof the app looks up who decides, and rejects a decision of somebody whom it cannot find. */
function mayDecide(
  app: RevocationService,
  { by }: DecisionOptions,
  { requestedBy, terminal }: PendingEnvironment,
): boolean {
  noteUnusedName(app, by, terminal);
  const name = by ?? requestedBy;
  if (app.provesCaller || userNamedBy(name) !== undefined) return true;
  terminal.error(
    printable(
      `${name} does not name a user of the tenant: pass --by with a user principal name, an object id, a SID or DOMAIN\\name.`,
    ),
  );
  return false;
}

interface Chosen extends DecisionOptions, Printed {
  readonly approvals: readonly WaitingRecord[];
  readonly asList: boolean;
}

/** Shows the requests, decides on exactly these once the person has confirmed, and waits for what follows. */
async function askAndDecide(
  app: RevocationService,
  { approvals, asList, decision, by, confirm, wait, timeoutSeconds, output }: Chosen,
  { terminal, tenantId, requestedBy }: PendingEnvironment,
): Promise<ExitCode> {
  for (const line of inFull(approvals, tenantId, terminal)) terminal.out(line);
  const stop = await ask(terminal, question(approvals, decision), {
    confirm: confirm ? undefined : false,
    instead: '--no-confirm to decide without being asked',
    otherwise: 'Nothing was decided.',
  });
  if (stop !== undefined) return stop;
  const decided = await app.decide({ decision, approvals, asList, by: by ?? requestedBy });
  const code = worstOf(decided.answers.map((answer) => printAnswer(answer, terminal)));
  const counting = decided.answers.filter(({ kind }) => kind === 'sent' || kind === 'recorded');
  const awaited = approvals.filter(({ id }) => counting.some(({ ids }) => ids.includes(id)));
  if (!wait || awaited.length === 0) return code;
  const answered = await awaitDecided(decided, { decision, approvals: awaited, timeoutSeconds }, terminal);
  if (!isForPeople(output)) await print(answered.outcomes, outcomeView, output);
  return worstOf([code, answered.code]);
}

function printAnswer({ kind, text }: DecisionAnswer, terminal: Terminal): ExitCode {
  if (kind === 'refused') terminal.error(printable(text));
  else terminal.out(printable(text));
  if (kind === 'refused') return exitCode.notDone;
  return kind === 'voted' ? exitCode.waits : exitCode.done;
}

/** Several requests may be about one user. */
function question(approvals: readonly WaitingRecord[], decision: DecisionOptions['decision']): string {
  const people = new Set(
    approvals.map(({ tenantId, user }) => `${tenantId} ${user.id ?? user.reference}`.toLowerCase()),
  );
  const users = people.size === 1 ? 'this user' : `these ${String(people.size)} users`;
  if (decision !== 'withdraw') {
    if (approvals.every(({ contain }) => contain)) return questionOfSteps(users, decision, approvals);
    if (approvals.every(({ restore }) => restore)) return questionOfRestores(users, decision);
    if (approvals.some(({ restore, contain }) => restore ?? contain))
      return `${decision === 'approve' ? 'Approve' : 'Decline'} what is shown of ${users}, of which some is not to sign out?`;
  }
  switch (decision) {
    case 'approve':
      return `Approve, so that ${users} will be signed out?`;
    case 'decline':
      return `Decline, so that ${users} will not be signed out?`;
    case 'withdraw':
      return `Take back your approval of ${users}?`;
  }
}

function questionOfSteps(
  users: string,
  decision: 'approve' | 'decline',
  approvals: readonly WaitingRecord[],
): string {
  const steps = [...new Set(approvals.flatMap(({ contain }) => contain?.steps ?? []))].join(', ');
  return decision === 'approve'
    ? `Approve, so that these steps will be taken on ${users}: ${steps}?`
    : `Decline, so that these steps will not be taken on ${users}: ${steps}?`;
}

function questionOfRestores(users: string, decision: 'approve' | 'decline'): string {
  return decision === 'approve'
    ? `Approve, so that ${users} will be signed out once more, and what was changed be brought back?`
    : `Decline, so that ${users} will stay contained?`;
}
