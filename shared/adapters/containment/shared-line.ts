import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { CallRecord } from '../../core/revocation';
import type { Clock } from '../../ports/clock';
import type { RevocationCall } from '../../ports/revoker';
import type { Ticket, TicketKey, TicketStore } from '../../ports/ticket-store';
import type { GraphAnswer } from '../graph/graph-answer';
import type { Waiters } from './shared-waiters';
import { isOverdue, waiters } from './shared-waiters';

const NOT_MADE: CallRecord = { attempts: 0, requestIds: [] };

export type SharedAsking = Pick<RevocationCall, 'mayCall' | 'signal'>;

/** What became of an act on one user. */
export type SharedAnswer = { readonly record: CallRecord } & (
  { readonly kind: 'accepted' } | { readonly kind: 'failed'; readonly failure: BackendFailure }
);

/** Those of this process who wait, and the tickets that it takes back. */
export interface Line {
  readonly users: Waiters<TicketKey, SharedAnswer>;
  readonly readers: Waiters<string, GraphAnswer | undefined>;
  /** By their names; no call is made for them. */
  readonly cancelled: Map<string, TicketKey>;
}

export function emptyLine(): Line {
  return { users: waiters(), readers: waiters(), cancelled: new Map() };
}

export function isAwaited({ users, readers }: Line): boolean {
  return users.all().length + readers.all().length > 0;
}

/** Ends those whose call may not be made any more, with their tickets, and those who have waited for long enough. */
export function endOverdue({ users, readers, cancelled }: Line, nowMs: number, last?: BackendFailure): void {
  for (const user of users.all()) {
    if (!user.call.mayCall()) {
      cancelled.set(nameOf(user.key), user.key);
      users.end(user, failed({ kind: 'leaseEnded', detail: detail('leaseEnded') }));
    } else if (isOverdue(user, nowMs))
      users.end(user, failed(last ?? { kind: 'throttled', detail: detail('sharedCallNotYet') }));
  }
  for (const reader of readers.all())
    if (isOverdue(reader, nowMs) || !reader.call.mayCall()) readers.end(reader, undefined);
}

/** Takes tickets back. One that cannot be removed now is removed later, and no call is made for it meanwhile. */
export async function removeCancelled({ cancelled }: Line, tickets: TicketStore): Promise<void> {
  for (const [name, key] of cancelled) {
    await tickets.remove(key);
    cancelled.delete(name);
  }
}

/** Fetches the answers of those who wait. A ticket that is gone is added again: it was too old, or answered somebody else. */
export async function fetchAnswers(
  { users }: Line,
  listed: readonly Ticket[],
  { tickets, clock }: { readonly tickets: TicketStore; readonly clock: Pick<Clock, 'now'> },
): Promise<void> {
  const found = new Map(listed.map((ticket) => [nameOf(ticket), ticket]));
  for (const user of users.all()) {
    const ticket = found.get(nameOf(user.key));
    if (!ticket) await tickets.add(user.key, clock.now());
    else if (ticket.state.kind !== 'waiting') {
      await tickets.remove(user.key);
      users.end(user, answerIn(ticket.state));
    }
  }
}

/** Ends all by a failure that the next call would meet too. */
export function giveUp(
  { users, readers, cancelled }: Line,
  failure: BackendFailure,
  answer: GraphAnswer,
): void {
  for (const user of users.all()) {
    cancelled.set(nameOf(user.key), user.key);
    users.end(user, { kind: 'failed', failure, record: answer.record });
  }
  for (const reader of readers.all()) readers.end(reader, answer);
}

export function endReaders({ readers }: Line, userId: string, answer: GraphAnswer): void {
  for (const reader of readers.all()) if (reader.key === userId) readers.end(reader, answer);
}

function answerIn(state: Exclude<Ticket['state'], { readonly kind: 'waiting' }>): SharedAnswer {
  const record = { attempts: 1, requestIds: state.requestId === '' ? [] : [state.requestId] };
  if (state.kind === 'accepted') return { kind: 'accepted', record };
  const explanation = detail('riskRefused', { status: state.status });
  return { kind: 'failed', failure: { kind: 'badRequest', detail: explanation }, record };
}

export function failed(failure: BackendFailure): SharedAnswer {
  return { kind: 'failed', failure, record: NOT_MADE };
}

/** Names a ticket in its tenant. */
export function nameOf({ act, userId }: Pick<TicketKey, 'act' | 'userId'>): string {
  return `${act} ${userId.toLowerCase()}`;
}
