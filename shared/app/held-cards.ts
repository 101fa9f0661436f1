import type { OutcomeEvent } from '../messages/outcome-event';
import type { Clock } from '../ports/clock';

/** So long, in ms, cards of one tenant that the brake holds are gathered into one. */
export const GATHER_MS = 120_000;

/** What becomes of an outcome that the brake holds, at one destination that people read. */
export type HeldCard =
  /** It is the first: it has a card of its own. */
  | { readonly kind: 'single' }
  /** Another one's card stands for it. */
  | { readonly kind: 'gathered' }
  /** Its card stands for all that come until then. */
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** Its card stands for so many, since a time (RFC 3339). */
  | { readonly kind: 'many'; readonly count: number; readonly since: string };

/** Gathers the cards of outcomes that the brake holds, so that a flood makes one card for each tenant and window. */
export interface HeldCards {
  cardFor(destination: string, event: OutcomeEvent): HeldCard;
  /** The card of an event, which `cardFor` has asked for, is posted, or not. */
  note(destination: string, event: OutcomeEvent, isPosted: boolean): void;
}

interface Window {
  readonly endsAt: number;
  /** The outcome whose card opened it. */
  readonly openedBy: string;
  /** The outcome whose message waits for the end, and has the card that stands for all. */
  readonly leader?: Leader;
}
interface Leader {
  readonly id: string;
  readonly since: string;
  readonly count: number;
}

/**
 * The first outcome has its card at once, which opens a window. The next one waits for the end of the window, and has a card
 * that stands for all that came; that card opens the next window. So a message is never completed before a card that it
 * counts on is posted or has a message of its own that waits for it.
 */
export function heldCards(clock: Pick<Clock, 'now'>): HeldCards {
  const windows = new Map<string, Window>();
  const keyOf = (destination: string, { data }: OutcomeEvent): string =>
    `${destination} ${data.tenantId ?? ''}`;
  return {
    cardFor: (destination, event) => {
      const key = keyOf(destination, event);
      const now = clock.now().getTime();
      const { card, window } = next(windows.get(key), event, now);
      windows.set(key, window);
      return card;
    },
    note: (destination, event, isPosted) => {
      const key = keyOf(destination, event);
      const window = windows.get(key);
      if (!window) return;
      const { leader, openedBy } = window;
      const isLeader = leader?.id === event.id;
      if (isPosted && isLeader) {
        windows.set(key, { endsAt: clock.now().getTime() + GATHER_MS, openedBy: event.id });
      } else if (!isPosted && openedBy === event.id && !leader) windows.delete(key);
    },
  };
}

function next(
  window: Window | undefined,
  { id, time }: OutcomeEvent,
  now: number,
): { readonly card: HeldCard; readonly window: Window } {
  const { leader, endsAt = 0 } = window ?? {};
  const isOver = now >= endsAt;
  if (!window || (isOver && !leader)) {
    return { card: { kind: 'single' }, window: { endsAt: now + GATHER_MS, openedBy: id } };
  }
  if (!leader) {
    const waiting = { id, since: time, count: 1 };
    return { card: { kind: 'wait', waitMs: endsAt - now }, window: { ...window, leader: waiting } };
  }
  const isLeader = leader.id === id;
  if (isLeader && !isOver) return { card: { kind: 'wait', waitMs: endsAt - now }, window };
  if (isLeader) return { card: { kind: 'many', count: leader.count, since: leader.since }, window };
  const counted = { ...leader, count: leader.count + 1 };
  // Its message may have gone to another process: this one takes its place.
  if (now >= endsAt + GATHER_MS) {
    const { count, since } = counted;
    return { card: { kind: 'many', count, since }, window: { ...window, leader: { ...counted, id } } };
  }
  return { card: { kind: 'gathered' }, window: { ...window, leader: counted } };
}
