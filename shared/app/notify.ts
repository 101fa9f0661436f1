import { compact } from '../core/compact';
import { putNewest } from '../core/put-newest';
import type { Destination } from '../messages/notifications/destination';
import { isWanted } from '../messages/notifications/destination';
import type { Writing } from '../messages/notifications/notification';
import type { OutcomeEvent } from '../messages/outcome-event';
import type { PassedOnEvent } from '../messages/topic-message';
import { readTopicMessage, statusOf } from '../messages/topic-message';
import type { Clock } from '../ports/clock';
import type { Posted, Poster } from '../ports/poster';
import { destinationCircuits } from './destination-circuits';
import type { HeldCard } from './held-cards';
import { heldCards } from './held-cards';
import type { Posting } from './notification-post';
import { notificationPost } from './notification-post';

/** What notifying needs. */
export interface Notifying {
  readonly destinations: readonly Destination[];
  readonly writing: Writing;
  readonly poster: Poster;
  readonly clock: Pick<Clock, 'now'>;
}

/** What became of a message of the topic. */
export type Notified =
  /** It is not an event that is passed on, or one that no destination wants. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'notified'; readonly eventId: string; readonly names: readonly string[] }
  /** Some destinations do not have it yet: it must be brought again for them, after a wait in ms. */
  | {
      readonly kind: 'unfinished';
      readonly eventId: string;
      /** Those that did not accept it; the others gather what the brake holds. */
      readonly failures: readonly Failure[];
      /** All that do not have it. */
      readonly names: readonly string[];
      /** Those of them for which its card stands for many. */
      readonly forMany: readonly ForMany[];
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'unreadable' };

/** A destination, by its name, and until when, in ms since 1970, what the brake held is gathered into one card there. */
export interface ForMany {
  readonly name: string;
  readonly until: number;
}

/** A destination, by its name, that did not accept an event. */
export interface Failure {
  readonly name: string;
  readonly reason: string;
}

/** The destinations of an event that was brought before. */
export interface Missing {
  /** Those that do not have it yet; absent: all. */
  readonly names?: readonly string[];
  /** Those of them for which it has waited: its card stands for all that the brake held meanwhile. */
  readonly forMany?: readonly ForMany[];
}

/** Notifies those who want an event. */
export type Notify = (body: Uint8Array, missing?: Missing) => Promise<Notified>;

/** How one destination was notified. */
type Delivered =
  | Extract<Posted, { readonly kind: 'accepted' }>
  | (Extract<Posted, { readonly kind: 'failed' }> & { readonly until: number | undefined })
  | { readonly kind: 'gathering'; readonly retryAfterMs: number; readonly until: number };

/**
 * Notifies each destination that wants an event, at least once. What one has accepted is remembered by the process, so
 * that a redelivery for another destination does not repeat it; another process may. A destination that asked to wait, or
 * fails again and again, is not called for a while. Outcomes that the brake holds are gathered into one card.
 */
export function notifier({ destinations, ...delivering }: Notifying): Notify {
  const deliver = deliverer(delivering);
  return async (body, { names, forMany = [] } = {}) => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other') return { kind: 'skipped' };
    const { event } = message;
    const wanting = destinations.filter(
      ({ name, statuses }) => isWanted(statuses, statusOf(event)) && (names?.includes(name) ?? true),
    );
    if (wanting.length === 0) return { kind: 'skipped' };
    const delivered = await Promise.all(
      wanting.map((to) => {
        const known = forMany.find(({ name }) => name === to.name);
        return deliver(to, { event, body, known });
      }),
    );
    return verdict(event.id, wanting, delivered);
  };
}

/** Delivers an event to one destination, unless it has it. */
type Deliver = (
  to: Destination,
  what: Pick<Posting, 'event' | 'body'> & { readonly known: ForMany | undefined },
) => Promise<Delivered>;

function deliverer({ writing, poster, clock }: Omit<Notifying, 'destinations'>): Deliver {
  const accepted = new Map<string, true>();
  const held = heldCards(clock);
  const post = postBehindCircuit({ poster, clock });
  const cardOf = (to: Destination, event: PassedOnEvent, known: ForMany | undefined): HeldCard => {
    if (!isGathered(to, event)) return { kind: 'single' };
    return known ? { kind: 'many', until: known.until } : held.cardFor(to.name, event);
  };
  return async (to, { event, body, known }) => {
    if (accepted.has(cardKey(to, event, known?.until))) return { kind: 'accepted' };
    const card = cardOf(to, event, known);
    const now = clock.now();
    if (card.kind === 'wait')
      return { kind: 'gathering', retryAfterMs: card.until - now.getTime(), until: card.until };
    const until = card.kind === 'many' ? card.until : undefined;
    const key = cardKey(to, event, until);
    const posted: Posted =
      card.kind === 'gathered' || accepted.has(key)
        ? { kind: 'accepted' }
        : await post(to, { event, body, writing, now, isForMany: until !== undefined });
    if (posted.kind === 'accepted') putNewest(accepted, key, true);
    else if (isGathered(to, event)) held.notPosted(to.name, event);
    return posted.kind === 'accepted' ? posted : { ...posted, until };
  };
}

/** An event has a card of its own, and one for all that was gathered until a time. */
function cardKey({ name }: Destination, { id }: PassedOnEvent, until: number | undefined): string {
  return [name, id, until ?? ''].join(' ');
}

function postBehindCircuit({ poster, clock }: Pick<Notifying, 'poster' | 'clock'>) {
  const circuits = destinationCircuits(clock);
  return async (to: Destination, posting: Posting): Promise<Posted> => {
    const waitMs = circuits.waitMs(to.name);
    if (waitMs > 0) return { kind: 'failed', reason: 'not called for a while', retryAfterMs: waitMs };
    const posted = await poster.post(notificationPost(to, posting));
    circuits.note(to.name, posted);
    return posted;
  };
}

/** A server gets each event; a channel that people read does not need a card for each. */
function isGathered({ kind }: Destination, event: PassedOnEvent): event is OutcomeEvent {
  return (
    kind !== 'webhook' &&
    event.type === 'io.github.session-revoker.outcome.v1' &&
    event.data.status === 'held'
  );
}

function verdict(eventId: string, to: readonly Destination[], delivered: readonly Delivered[]): Notified {
  const missing = delivered.flatMap((one, n) =>
    one.kind === 'accepted' ? [] : [{ ...one, name: to[n]?.name ?? '' }],
  );
  if (missing.length === 0) return { kind: 'notified', eventId, names: to.map(({ name }) => name) };
  const waits = missing.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  return compact({
    kind: 'unfinished' as const,
    eventId,
    failures: missing.flatMap((one) =>
      one.kind === 'failed' ? [{ name: one.name, reason: one.reason }] : [],
    ),
    names: missing.map(({ name }) => name),
    forMany: missing.flatMap(({ name, until }) => (until === undefined ? [] : [{ name, until }])),
    retryAfterMs: waits.length > 0 ? Math.max(...waits) : undefined,
  });
}
