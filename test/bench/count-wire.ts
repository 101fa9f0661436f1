import type { Processed } from '../../shared/app/answer';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { approvalId } from '../../shared/core/ids';
import type { VirtualTime } from './virtual-time';
import type { WireApp } from './wire-app';
import { wireApp } from './wire-app';
import type { Backend, RoundTrips, SentCall } from './wire-calls';
import { backends } from './wire-calls';
import type { WireKind, WireMessage } from './wire-kinds';
import { wireGroups } from './wire-kinds';

/** The calls of one kind of request, in a process that has worked before. */
export interface WireCount {
  readonly name: string;
  readonly calls: Readonly<Record<Backend, number>>;
  /** Calls that were answered when Graph's POST was sent, and the longest chain of them; undefined: it was not. */
  readonly beforePost?: { readonly table: number; readonly graph: number; readonly depth: number };
  /** The longest chain of round trips until the outcome was sent, and until the message could be completed. */
  readonly depthOfOutcome: number;
  readonly depthOfEnd: number;
  /** From the send of the request to the revocation at the latencies of Azure, in ms, if everything else took no time. */
  readonly msToRevoke?: number;
  /** The calls in the order in which they were sent: the round trip in which each was, and what it was. */
  readonly sent: readonly string[];
}

/** A call that waits for its turn in the event loop is sent at the same moment as those beside it. */
export const TURNS_OF_WIRE = 5;

/** Of severity high, so that no policy has it wait for approval. */
const WARM_UP: WireMessage = { body: { user: 'user0@contoso.com', alert: { severity: 'high' } } };

/** Those of Azure, in ms: what a receiver waits for, and each round trip. */
const RECEIVE_MS = 10;
const REVOKE_MS = 150;
const AZURE: RoundTrips = { table: 8, graph: 60, serviceBus: 10, sharePoint: 60 };
/** Of a loop that looks the user up and revokes, in ms. */
export const LOOP_MS = RECEIVE_MS + AZURE.graph + REVOKE_MS;

/** Counts the calls of a kind of request, whose every round trip takes one ms of virtual time; and then that of Azure. */
export async function countWire(time: VirtualTime, kind: WireKind): Promise<WireCount> {
  const count = await countOnce(time, kind);
  const { beforePost } = await countOnce(time, { ...kind, roundTrips: AZURE });
  return { ...count, ...(beforePost && { msToRevoke: RECEIVE_MS + beforePost.depth + REVOKE_MS }) };
}

async function countOnce(time: VirtualTime, kind: WireKind): Promise<WireCount> {
  const app = wireApp(time, kind);
  app.tenant.directory.groups.push(...wireGroups);
  let last = await work(time, app, messageOf(time, WARM_UP, 'warm-up'));
  let incoming = last.incoming;
  for (const [n, message] of kind.messages.entries()) {
    app.backends.calls.length = 0;
    incoming = messageOf(time, decided(message, last.processed), `m-${String(n)}`, incoming);
    last = await work(time, app, incoming);
  }
  const statuses = last.processed.published.map(({ outcome }) => outcome.status);
  if (statuses.join() !== kind.statuses.join()) {
    throw new Error(
      `${kind.name} was answered ${statuses.join() || 'nothing'}: ${JSON.stringify(last.processed)}`,
    );
  }
  return countOf(kind.name, app.backends.calls, last);
}

interface Worked {
  readonly incoming: IncomingMessage;
  readonly processed: Processed;
  readonly begunMs: number;
  readonly doneMs: number;
}

/** Processes a message, and lets time pass until nothing is under way any more. */
async function work(
  time: VirtualTime,
  { dependencies, backends: { underWay } }: WireApp,
  incoming: IncomingMessage,
): Promise<Worked> {
  const { clock } = time;
  const begunMs = clock.monotonicMs();
  let doneMs = Number.NaN;
  const processing = processMessage(dependencies, incoming).finally(() => {
    doneMs = clock.monotonicMs();
  });
  await time.pass(() => !Number.isNaN(doneMs) && underWay() === 0);
  return { incoming, processed: await processing, begunMs, doneMs };
}

function decided(message: WireMessage, { published }: Processed): WireMessage {
  if (message.isRepeated ?? message.body !== undefined) return message;
  const [asked] = published;
  const confirmation = asked && approvalId(asked.outcome.id);
  return { ...message, body: { confirmation, decision: 'approve', by: 'user9@contoso.com' } };
}

function messageOf(
  { clock }: VirtualTime,
  { body, deliveryCount = 1, isRepeated }: WireMessage,
  messageId: string,
  before?: IncomingMessage,
): IncomingMessage {
  if (isRepeated && before) return { ...before, deliveryCount };
  const origin = { messageId, sequenceNumber: messageId, enqueuedAt: clock.now().toISOString() };
  const history = { origin, attempts: 0, receivedBy: 'queue' as const };
  return { body: Buffer.from(JSON.stringify(body)), history, deliveryCount };
}

function countOf(name: string, all: readonly SentCall[], { begunMs, doneMs }: Worked): WireCount {
  const post = all.find(({ what }) => what.endsWith('/revokeSignInSessions'));
  const outcome = all.findLast(({ what }) => what === 'send to results');
  const count = (calls: readonly SentCall[], backend: Backend): number =>
    calls.filter((call) => call.backend === backend).length;
  const calls = Object.fromEntries(backends.map((backend) => [backend, count(all, backend)]));
  const before = all.filter(({ sentAtMs }) => post && sentAtMs < post.sentAtMs);
  return {
    name,
    calls: calls as Record<Backend, number>,
    ...(post && {
      beforePost: {
        table: count(before, 'table'),
        graph: count(before, 'graph'),
        depth: post.sentAtMs - begunMs,
      },
    }),
    depthOfOutcome: (outcome?.sentAtMs ?? Number.NaN) - begunMs,
    depthOfEnd: doneMs - begunMs,
    sent: all.map(({ sentAtMs, backend, what }) => `${String(sentAtMs - begunMs)} ${backend} ${what}`),
  };
}
