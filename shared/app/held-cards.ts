import { putNewest } from '../core/put-newest';
import type { OutcomeEvent } from '../messages/outcome-event';
import type { Clock } from '../ports/clock';

/** So long, in ms, cards of one tenant that the brake holds are gathered into one. */
export const GATHER_MS = 120_000;
/** So much later, in ms, the card comes: the clock of the broker, which brings it, may be ahead. */
export const CARD_AFTER_MS = 5000;

/** What becomes of an outcome that the brake holds, at one destination that people read. */
export type HeldCard =
  /** It has a card of its own. */
  | { readonly kind: 'single' }
  /** The card of another one, whose message waits, stands for it. */
  | { readonly kind: 'gathered' }
  /** Its message waits until a time, in ms since 1970, and its card stands for all that come until then. */
  | { readonly kind: 'wait'; readonly until: number }
  /** It has waited: its card stands for all. */
  | { readonly kind: 'many'; readonly until: number };

/** Gathers the cards of outcomes that the brake holds, so that a flood makes one card for each tenant and window. */
export interface HeldCards {
  cardFor(destination: string, event: OutcomeEvent): HeldCard;
  /** The card of an event, which `cardFor` has asked for, is not posted. */
  notPosted(destination: string, event: OutcomeEvent): void;
}

interface Window {
  readonly endsAt: number;
  /** The outcome whose card opened it; absent: the card of those before. */
  readonly openedBy?: string;
  /** Whether the message of an outcome waits for its end, whose card stands for all. */
  readonly isLed: boolean;
}

/**
 * The first outcome has its card at once, which opens a window. The message of the next one waits for the end of the window, and has a
 * card that stands for all that came; the next window begins with it. Another process may have that message when it comes back, so
 * the message says what its card is for, and none is gathered after the end of its window.
 */
export function heldCards(clock: Pick<Clock, 'now'>): HeldCards {
  const windows = new Map<string, Window>();
  /** The ends of the windows that outcomes wait for. Only one whose message the queue did not take is asked for again. */
  const ends = new Map<string, number>();
  const keyOf = (destination: string, { data }: OutcomeEvent): string =>
    `${destination} ${data.tenantId ?? ''}`;
  return {
    cardFor: (destination, event) => {
      const key = keyOf(destination, event);
      const ownKey = `${key} ${event.id}`;
      const now = clock.now().getTime();
      const end = ends.get(ownKey);
      if (end !== undefined) return { kind: now < end ? 'wait' : 'many', until: end + CARD_AFTER_MS };
      const { card, window } = next(windows.get(key), event.id, now);
      windows.set(key, window);
      if (card.kind === 'wait') putNewest(ends, ownKey, window.endsAt);
      return card;
    },
    notPosted: (destination, event) => {
      const key = keyOf(destination, event);
      const window = windows.get(key);
      if (window?.openedBy === event.id && !window.isLed) windows.delete(key);
    },
  };
}

function next(
  window: Window | undefined,
  id: string,
  now: number,
): { readonly card: HeldCard; readonly window: Window } {
  if (!window || !isRunning(window, now)) {
    return { card: { kind: 'single' }, window: { endsAt: now + GATHER_MS, openedBy: id, isLed: false } };
  }
  if (window.openedBy === id) return { card: { kind: 'single' }, window };
  if (window.isLed && now < window.endsAt) return { card: { kind: 'gathered' }, window };
  const { endsAt } = window.isLed ? { endsAt: window.endsAt + GATHER_MS } : window;
  return {
    card: { kind: 'wait', until: endsAt + CARD_AFTER_MS },
    window: { ...(!window.isLed && window), endsAt, isLed: true },
  };
}

/** Whether it has begun, and its end, or that of the window after the card of the one that has waited, has not come. */
function isRunning({ endsAt, isLed }: Window, now: number): boolean {
  return now >= endsAt - GATHER_MS && now < (isLed ? endsAt + GATHER_MS : endsAt);
}
