import type { Ticket, TicketAct } from '../../ports/ticket-store';

/** The most users that one call names. */
export const MAX_USERS = 60;

/** A call that is made for several users, or one that reads about one of them. */
export type SharedCall =
  | { readonly kind: 'set'; readonly act: TicketAct; readonly tickets: readonly Ticket[] }
  | { readonly kind: 'read'; readonly userId: string };

/**
 * The next call. Users who wait come before reads, which can be done without: the oldest act that waits, with the oldest
 * tickets of it.
 *
 * @param size the most users of a call; less than `MAX_USERS` after one that the backend has refused
 */
export function nextSharedCall(
  tickets: readonly Ticket[],
  reads: readonly string[],
  size: number,
): SharedCall | undefined {
  const waiting = tickets.filter(({ state }) => state.kind === 'waiting');
  const [oldest] = waiting;
  if (oldest) {
    const { act } = oldest;
    return { kind: 'set', act, tickets: waiting.filter((ticket) => ticket.act === act).slice(0, size) };
  }
  const [userId] = reads;
  return userId === undefined ? undefined : { kind: 'read', userId };
}
