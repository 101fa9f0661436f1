import type { DecidedOnMany, HeldRequest } from '../core/confirmation';
import { isDecidedOn } from '../core/confirmation';
import type { Held } from '../ports/ledger';
import type { Result } from '../messages/result-schema';
import type { RequestChannel } from '../ports/ports';
import { askFirst } from './ask-first';
import { connected } from './connected';
import type { DecisionDesk, DecisionEnvironment } from './decision-desk';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { pendingTable, stillWaiting } from './pending';
import { printable } from './printable';
import type { Terminal } from './terminal';

export interface DecisionOptions {
  readonly decision: 'approve' | 'decline';
  readonly by?: string;
  readonly confirm: boolean;
  readonly wait?: boolean;
  readonly timeoutSeconds: number;
}

/** Decides on requests that wait, each by its confirmation's id. */
export async function decide(
  ids: readonly string[],
  options: DecisionOptions,
  environment: DecisionEnvironment,
): Promise<ExitCode> {
  const { terminal, now } = environment;
  return connected(environment.connectDecisions, async (desk) => {
    const found = await Promise.all(ids.map(async (id) => ({ id, held: await desk.holds.find(id) })));
    const problems = found.flatMap(({ id, held }) => problemOf(id, held, now()) ?? []);
    for (const problem of problems) terminal.error(printable(problem));
    if (problems.length > 0) return exitCode.notDone;
    const waiting = found.flatMap(({ held }) => (held ? [held.held] : []));
    const words = waiting.map(({ confirmation }) => ({ confirmation }));
    return askAndSend({ desk, waiting, words }, options, environment);
  });
}

/** Decides on all that the brake holds, or on all that waits of one request. */
export async function release(
  { request, ...options }: DecisionOptions & { readonly request?: string },
  environment: DecisionEnvironment,
): Promise<ExitCode> {
  const { terminal, now } = environment;
  const on: DecidedOnMany =
    request === undefined ? { kind: 'brake' } : { kind: 'request', requestId: request };
  return connected(environment.connectDecisions, async (desk) => {
    const waiting = (await stillWaiting(desk.holds, now())).filter((held) => isDecidedOn(on, held));
    if (waiting.length === 0) {
      terminal.out(request === undefined ? 'The brake holds nobody.' : 'Nothing waits of this request.');
      return exitCode.notDone;
    }
    const words = [request === undefined ? { brake: 'all' } : { request }];
    return askAndSend({ desk, waiting, words }, options, environment);
  });
}

interface ToDecide {
  readonly desk: DecisionDesk;
  /** Whom it is about. */
  readonly waiting: readonly HeldRequest[];
  /** What each message names them by. */
  readonly words: readonly Readonly<Record<string, string>>[];
}

/** Shows what it is about, and sends the decision once the person has said that it is meant. */
async function askAndSend(
  { desk, waiting, words }: ToDecide,
  options: DecisionOptions,
  environment: DecisionEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  for (const line of pendingTable(waiting)) terminal.out(line);
  const refusal = await askFirst(terminal, question(waiting.length, options), howToGoOn(options));
  if (refusal !== undefined) return refusal;
  for (const on of words) await send(desk, on, options, environment);
  return options.wait ? waitFor(desk.channel, waiting, options, terminal) : exitCode.done;
}

function problemOf(id: string, found: Held | undefined, now: Date): string | undefined {
  if (!found) return `${id}: nothing of this name waits.`;
  const { held, resolution } = found;
  if (resolution) {
    const by = resolution.by === undefined ? '' : ` by ${resolution.by}`;
    return `${id}: it has ended already (${resolution.decision}${by} at ${resolution.at}).`;
  }
  return new Date(held.expiresAt) <= now ? `${id}: it expired at ${held.expiresAt}.` : undefined;
}

function question(count: number, { decision }: DecisionOptions): string {
  const whom = count === 1 ? 'this user' : `these ${String(count)} users`;
  return decision === 'approve'
    ? `Approve, so that ${whom} will be signed out?`
    : `Decline, so that ${whom} will not be signed out?`;
}

function howToGoOn({ confirm }: DecisionOptions): {
  readonly confirm: boolean | undefined;
  readonly instead: string;
} {
  return { confirm: confirm ? undefined : false, instead: '--no-confirm to decide without being asked' };
}

async function send(
  { channel }: DecisionDesk,
  on: Readonly<Record<string, string>>,
  { decision, by }: DecisionOptions,
  { newId, requestedBy, terminal }: DecisionEnvironment,
): Promise<void> {
  const id = newId();
  const body = new TextEncoder().encode(JSON.stringify({ ...on, decision, by: by ?? requestedBy }));
  await channel.send({ id, body });
  terminal.out(`Decision ${id} is on the queue.`);
}

/** What came of each decision; one that was refused does not show here, but on the topic. */
async function waitFor(
  channel: RequestChannel,
  waiting: readonly HeldRequest[],
  { timeoutSeconds }: DecisionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const outcomes = await Promise.all(
    waiting.map(({ confirmation, identity }) =>
      outcomeOf(channel, identity.requestId, confirmation, timeoutSeconds),
    ),
  );
  const missing = outcomes.filter((outcome) => outcome === undefined).length;
  for (const outcome of outcomes) if (outcome) terminal.out(`${outcome.status}: ${outcome.message}`);
  if (missing === 0) return exitCode.done;
  terminal.error(
    `${String(missing)} of ${String(waiting.length)} outcomes did not come within ${String(timeoutSeconds)} s: look on the topic, where a refused decision is told as well.`,
  );
  return exitCode.noAnswer;
}

async function outcomeOf(
  channel: RequestChannel,
  requestId: string,
  confirmation: string,
  timeoutSeconds: number,
): Promise<Result['data'] | undefined> {
  for await (const { data } of channel.outcomes(requestId, Number.POSITIVE_INFINITY, timeoutSeconds * 1000)) {
    if (data.confirmation?.id === confirmation && data.confirmation.decision !== undefined) return data;
  }
  return undefined;
}
