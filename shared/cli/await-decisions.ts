import type { ApprovalRequest } from '../core/approval';
import { decisionKey, decisionMessageId, outcomeId } from '../core/ids';
import type { Status } from '../core/outcome';
import { referenceText } from '../core/user-reference';
import type { Result } from '../messages/result-schema';
import type { ResultsSubscription } from '../ports/results-topic';
import type { ExitCode } from './exit-code';
import { exitCode, exitCodeOf } from './exit-code';
import { outcomeInWords } from './outcome-in-words';
import { printable } from './printable';
import type { Terminal } from './terminal';

/** A decision that is on the queue. */
export interface SentDecision {
  readonly id: string;
  readonly body: Uint8Array;
  /** The requests for approval that it names. */
  readonly requests: readonly ApprovalRequest[];
}

/** A request whose decision was sent. */
interface Awaited {
  readonly requestId: string;
  /** The name of the user whom it is about. */
  readonly user: string;
  /** The outcome that follows from a decision. */
  readonly outcome: string;
  /** The ids under which the app answers a decision: its own, and that of the message on this request that it becomes. */
  readonly decisions: readonly string[];
}

/**
 * Waits until each request has an outcome, or its decision an answer that ends it, such as a rejection, and prints each
 * when it arrives. Returns the exit code.
 */
export async function awaitDecisions(
  results: ResultsSubscription,
  sent: readonly SentDecision[],
  { decision, timeoutSeconds }: { readonly decision: 'approve' | 'decline'; readonly timeoutSeconds: number },
  terminal: Terminal,
): Promise<ExitCode> {
  const all = sent.flatMap(awaitedOf);
  let open: readonly Awaited[] = all;
  const statuses: Status[] = [];
  const watched = new Set(all.flatMap(({ requestId, decisions }) => [requestId, ...decisions]));
  for await (const result of results.outcomes([...watched], timeoutSeconds * 1000)) {
    if (!all.some((one) => isAbout(one, result))) continue;
    const ended = open.filter((one) => isEndedBy(one, result));
    if (ended.length > 0) statuses.push(result.data.status);
    for (const line of outcomeInWords(result)) terminal.out(line);
    const isOfSome = result.data.user === undefined && ended.length < all.length;
    if (isOfSome) terminal.out(printable(`  Users: ${ended.map(({ user }) => user).join(', ')}`));
    open = open.filter((one) => !ended.includes(one));
    if (open.length === 0) return codeOf(decision, statuses);
  }
  terminal.error(
    `${String(open.length)} of ${String(all.length)} outcomes did not arrive within ${String(timeoutSeconds)} s. Read them on the topic.`,
  );
  return exitCode.noAnswer;
}

function awaitedOf({ id, body, requests }: SentDecision): readonly Awaited[] {
  const key = decisionKey(id, body);
  return requests.map((request) => ({
    requestId: request.identity.requestId,
    user: request.user.userPrincipalName ?? referenceText(request.reference),
    outcome: outcomeId(request.identity, request.reference, request.id),
    decisions: [id, decisionMessageId(key, undefined, request.id)],
  }));
}

function isAbout({ outcome, decisions }: Awaited, { id, data }: Result): boolean {
  return id === outcome || decisions.includes(data.requestId);
}

/** An answer to a decision that has a user is that of a later one: the outcome of the first is still to come. */
function isEndedBy(awaited: Awaited, result: Result): boolean {
  return isAbout(awaited, result) && (result.id === awaited.outcome || result.data.user === undefined);
}

/** A person who declines wants nobody signed out. */
function codeOf(decision: 'approve' | 'decline', statuses: readonly Status[]): ExitCode {
  if (decision === 'approve') return exitCodeOf(statuses);
  return statuses.every((status) => status === 'declined') ? exitCode.done : exitCode.notDone;
}
