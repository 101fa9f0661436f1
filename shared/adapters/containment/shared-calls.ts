import type { BackendFailure, BackendFailureKind } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { Clock } from '../../ports/clock';
import type { TicketAct, TicketStore } from '../../ports/ticket-store';
import { Unavailable } from '../../ports/unavailable';
import type { GraphAnswer } from '../graph/graph-answer';
import type { SharedCall } from './next-shared-call';
import { MAX_USERS, nextSharedCall } from './next-shared-call';
import type { Line, SharedAnswer, SharedAsking } from './shared-line';
import {
  emptyLine,
  removeCancelled,
  endOverdue,
  endReaders,
  failed,
  fetchAnswers,
  giveUp,
  isAwaited,
  nameOf,
} from './shared-line';
import type { SharedTurns } from './shared-turns';
import { sharedTurns } from './shared-turns';

/** A ticket that has waited for so long is dropped: its user is called for only if somebody asks again. */
const TICKET_MS = 600_000;
/** More readers than these would make those wait who want something done: the others are answered at once. */
const MAX_READERS = 5;
/** Longer than a process that has died holds the turn: what was not read before a user is confirmed cannot be dismissed again. */
const READ_MS = 30_000;
const LOOK_AGAIN_MS = 1000;
const PAUSE_MS = 100;
/** The next call would meet the same: nobody waits for it. */
const LASTING: readonly BackendFailureKind[] = ['forbidden', 'consentMissing', 'notEnabled'];
/** The next call may succeed. */
const PASSING: readonly BackendFailureKind[] = [
  'throttled',
  'unavailable',
  'noToken',
  'unauthorized',
  'leaseEnded',
];

/** Calls that all instances of the app make together for the users of one tenant. */
export interface SharedCalls {
  /** Waits until a call for a user is accepted. When nobody waits any more, their ticket still does, for some minutes. */
  set(act: TicketAct, userId: string, call: SharedAsking): Promise<SharedAnswer>;
  /** Reads about one user. Undefined: too many wait, and the call was not made. */
  read(userId: string, call: SharedAsking): Promise<GraphAnswer | undefined>;
  /** Takes back what a user waits for. */
  cancel(act: TicketAct, userId: string): Promise<void>;
}

export interface SharedCallsOptions {
  readonly tenantId: string;
  /** This instance; another text in each process. */
  readonly holder: string;
  readonly tickets: TicketStore;
  readonly clock: Pick<Clock, 'now' | 'monotonicMs' | 'sleep'>;
  /** Makes one attempt of a call, if `mayCall` permits it in the moment before. */
  readonly send: (call: SharedCall, mayCall: () => boolean) => Promise<GraphAnswer>;
  /** So long, in ms, somebody waits for an answer. */
  readonly waitMs: number;
}

/**
 * Who has the lease calls for the users of all instances, and writes the answers into their tickets, where those who wait
 * find them. No crash loses a user: a ticket stays, and the next one who has the lease calls for it.
 */
export function sharedCalls(options: SharedCallsOptions): SharedCalls {
  const { tenantId, tickets, clock, waitMs } = options;
  const line = emptyLine();
  const serve = server(options, line);
  return {
    async set(act, userId, call) {
      const key = { tenantId, act, userId };
      line.cancelled.delete(nameOf(key));
      try {
        await tickets.add(key, clock.now());
      } catch (failure) {
        if (!(failure instanceof Unavailable)) throw failure;
        return failed({ kind: 'unavailable', detail: detail('ticketsUnreachable') });
      }
      const answer = line.users.wait(key, call, clock.monotonicMs() + waitMs);
      serve();
      return answer;
    },
    read(userId, call) {
      if (line.readers.all().length >= MAX_READERS) return Promise.resolve(undefined);
      const answer = line.readers.wait(userId, call, clock.monotonicMs() + Math.min(waitMs, READ_MS));
      serve();
      return answer;
    },
    cancel: (act, userId) => tickets.remove({ tenantId, act, userId }),
  };
}

/** Makes calls for as long as somebody waits. */
function server(options: SharedCallsOptions, line: Line): () => void {
  const { clock } = options;
  const turns = sharedTurns(options);
  const round = rounds(options, line, turns);
  let isServing = false;
  const isWanted = (): boolean => isAwaited(line) || line.cancelled.size > 0;
  const unlessUnavailable = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (failure) {
      if (!(failure instanceof Unavailable)) throw failure;
      await clock.sleep(LOOK_AGAIN_MS);
    }
  };
  const serve = async (): Promise<void> => {
    isServing = true;
    try {
      while (isWanted()) {
        while (isWanted()) await unlessUnavailable(round());
        await unlessUnavailable(turns.release());
      }
    } catch (bug) {
      line.users.endBy(bug);
      line.readers.endBy(bug);
    } finally {
      isServing = false;
    }
  };
  return () => {
    if (!isServing) void serve();
  };
}

/** One look at the tickets, and one call where this instance has the turn. */
function rounds(
  { tenantId, tickets, clock, send }: SharedCallsOptions,
  line: Line,
  turns: SharedTurns,
): () => Promise<void> {
  const { users, readers, cancelled } = line;
  let size = MAX_USERS;
  let lastFailure: BackendFailure | undefined;
  const heard = async (call: SharedCall, answer: GraphAnswer): Promise<void> => {
    const failure = answer.kind === 'failed' ? answer.failure : undefined;
    lastFailure = failure?.kind === 'leaseEnded' ? lastFailure : failure;
    if (failure && LASTING.includes(failure.kind)) return giveUp(line, failure, answer);
    if (failure && PASSING.includes(failure.kind)) return clock.sleep(PAUSE_MS);
    if (call.kind === 'read') return endReaders(line, call.userId, answer);
    const requestId = answer.record.requestIds.at(-1) ?? '';
    const count = call.tickets.length;
    // One user of several may be at fault: calls for fewer find out who.
    size = answer.kind === 'ok' || count === 1 ? Math.min(MAX_USERS, size * 2) : Math.ceil(count / 2);
    if (answer.kind === 'ok') await tickets.answer(call.tickets, { kind: 'accepted', requestId });
    else if (count === 1)
      await tickets.answer(call.tickets, { kind: 'refused', requestId, status: statusOf(answer) });
  };
  return async () => {
    endOverdue(line, clock.monotonicMs(), lastFailure);
    await removeCancelled(line, tickets);
    if (!isAwaited(line)) return;
    const mayCall = await turns.take();
    const listed = await tickets.list(tenantId, new Date(clock.now().getTime() - TICKET_MS));
    await fetchAnswers(line, listed, { tickets, clock });
    const open = listed.filter((ticket) => !cancelled.has(nameOf(ticket)));
    const next = nextSharedCall(
      open,
      readers.all().map(({ key }) => key),
      size,
    );
    const isWanted = (): boolean => [...users.all(), ...readers.all()].some(({ call }) => call.mayCall());
    if (mayCall && next && isWanted()) await heard(next, await send(next, () => isWanted() && mayCall()));
    // Not at full speed while the tickets of those who wait are not listed.
    else if (mayCall && isAwaited(line)) await clock.sleep(PAUSE_MS);
  };
}

/** The status that Graph answered, with its code. */
function statusOf(answer: GraphAnswer): string {
  const status = answer.kind === 'failed' ? answer.failure.detail.values['status'] : undefined;
  return typeof status === 'string' ? status : '404';
}
