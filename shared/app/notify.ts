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
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'unreadable' };

/** A destination, by its name, that did not accept an event. */
export interface Failure {
  readonly name: string;
  readonly reason: string;
}

/**
 * Notifies those who want an event.
 *
 * @param names the destinations that do not have it yet; absent: all
 */
export type Notify = (body: Uint8Array, names?: readonly string[]) => Promise<Notified>;

/** How one destination was notified. */
type Delivered = Posted | { readonly kind: 'gathering'; readonly retryAfterMs: number };

/**
 * Notifies each destination that wants an event, at least once. What one has accepted is remembered by the process, so
 * that a redelivery for another destination does not repeat it; another process may. A destination that asked to wait, or
 * fails again and again, is not called for a while. Outcomes that the brake holds are gathered into one card.
 */
export function notifier({ destinations, writing, poster, clock }: Notifying): Notify {
  const accepted = new Map<string, true>();
  const circuits = destinationCircuits(clock);
  const held = heldCards(clock);
  const post = async (to: Destination, posting: Parameters<typeof notificationPost>[1]): Promise<Posted> => {
    const waitMs = circuits.waitMs(to.name);
    if (waitMs > 0) return { kind: 'failed', reason: 'not called for a while', retryAfterMs: waitMs };
    const posted = await poster.post(notificationPost(to, posting));
    circuits.note(to.name, posted);
    return posted;
  };
  const deliver = async (to: Destination, event: PassedOnEvent, body: Uint8Array): Promise<Delivered> => {
    const key = `${to.name} ${event.id}`;
    if (accepted.has(key)) return { kind: 'accepted' };
    const many = isGathered(to, event) ? held.cardFor(to.name, event) : undefined;
    if (many?.kind === 'wait') return { kind: 'gathering', retryAfterMs: many.waitMs };
    const posting = compact({ event, body, writing, now: clock.now(), many: manyOf(many) });
    const posted = many?.kind === 'gathered' ? { kind: 'accepted' as const } : await post(to, posting);
    if (isGathered(to, event)) held.note(to.name, event, posted.kind === 'accepted');
    if (posted.kind === 'accepted') putNewest(accepted, key, true);
    return posted;
  };
  return async (body, names) => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other') return { kind: 'skipped' };
    const { event } = message;
    const wanting = destinations.filter(
      ({ name, statuses }) => isWanted(statuses, statusOf(event)) && (names?.includes(name) ?? true),
    );
    if (wanting.length === 0) return { kind: 'skipped' };
    const delivered = await Promise.all(wanting.map((to) => deliver(to, event, body)));
    return verdict(event.id, wanting, delivered);
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

function manyOf(card: HeldCard | undefined): { readonly count: number; readonly since: string } | undefined {
  return card?.kind === 'many' && card.count > 1 ? { count: card.count, since: card.since } : undefined;
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
    retryAfterMs: waits.length > 0 ? Math.max(...waits) : undefined,
  });
}
