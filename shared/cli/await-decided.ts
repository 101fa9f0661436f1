import { exitCode, exitCodeOf } from './exit-code';
import type { ExitCode } from './exit-code';
import { outcomeInWords } from './outcome-in-words';
import { nameOf } from './pending-view';
import { printable } from './printable';
import type { OutcomeRecord, WaitingRecord } from './records';
import type { Decided, NewDecision } from './service';
import type { Terminal } from './terminal';

/** What is awaited, and for how long. */
export interface Awaited {
  readonly decision: NewDecision['decision'];
  /** Those whose decisions count. */
  readonly approvals: readonly WaitingRecord[];
  readonly timeoutSeconds: number;
}

/** The outcomes that have come, and the exit code that they give. */
export interface Answered {
  readonly code: ExitCode;
  readonly outcomes: readonly OutcomeRecord[];
}

/**
 * Waits until each request has an outcome, or its decision an answer that ends it, such as a rejection, and prints each
 * when it arrives.
 */
export async function awaitDecided(
  decided: Decided,
  { decision, approvals, timeoutSeconds }: Awaited,
  terminal: Terminal,
): Promise<Answered> {
  let open = approvals;
  const outcomes: OutcomeRecord[] = [];
  const statuses: string[] = [];
  for await (const { outcome, ends } of decided.outcomes(timeoutSeconds * 1000)) {
    const ended = open.filter(({ id }) => ends.includes(id));
    if (ended.length > 0) statuses.push(outcome.status);
    outcomes.push(outcome);
    for (const line of outcomeInWords(outcome)) terminal.out(line);
    const isOfSome = outcome.user === undefined && ended.length < approvals.length;
    if (isOfSome) terminal.out(printable(`  Users: ${ended.map(nameOf).join(', ')}`));
    open = open.filter((one) => !ended.includes(one));
    if (open.length === 0) return { code: codeOf(decision, statuses), outcomes };
  }
  terminal.error(
    `${String(open.length)} of ${String(approvals.length)} outcomes did not arrive within ${String(timeoutSeconds)} s. They follow: session-revoker pending, or show REQUEST.`,
  );
  return { code: exitCode.noAnswer, outcomes };
}

/** A person who declines wants nobody signed out. */
function codeOf(decision: NewDecision['decision'], statuses: readonly string[]): ExitCode {
  if (decision !== 'decline') return exitCodeOf(statuses);
  return statuses.every((status) => status === 'declined') ? exitCode.done : exitCode.notDone;
}
