import { compact } from '../core/compact';
import { putNewest } from '../core/put-newest';
import type { Destination } from '../messages/notifications/destination';
import { isWanted } from '../messages/notifications/destination';
import type { Writing } from '../messages/notifications/notification';
import { readTopicMessage } from '../messages/outcome-event';
import type { OutcomeEvent } from '../messages/outcome-event';
import type { Clock } from '../ports/clock';
import type { Posted, Poster } from '../ports/poster';
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
  /** It is not an outcome, or one that no destination wants. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'notified'; readonly outcomeId: string; readonly names: readonly string[] }
  /** Some destinations did not accept it: it must be delivered again. */
  | {
      readonly kind: 'failed';
      readonly outcomeId: string;
      readonly failures: readonly Failure[];
      /** How long, in ms, a destination asked to wait. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'unreadable' };

/** A destination, by its name, that did not accept an outcome. */
export interface Failure {
  readonly name: string;
  readonly reason: string;
}

/** Notifies those who want an outcome. */
export type Notify = (body: Uint8Array) => Promise<Notified>;

/**
 * Notifies each destination that wants an outcome, at least once. What one has accepted is remembered by the process, so
 * that a redelivery for another destination does not repeat it; another process may. A destination that asked to wait is
 * not called before.
 */
export function notifier({ destinations, writing, poster, clock }: Notifying): Notify {
  const accepted = new Map<string, true>();
  const closedUntil = new Map<string, number>();
  const deliver = async (
    destination: Destination,
    event: OutcomeEvent,
    body: Uint8Array,
  ): Promise<Posted> => {
    const key = `${destination.name} ${event.id}`;
    if (accepted.has(key)) return { kind: 'accepted' };
    const waitMs = (closedUntil.get(destination.name) ?? 0) - clock.now().getTime();
    if (waitMs > 0) return { kind: 'failed', reason: 'asked to wait', retryAfterMs: waitMs };
    const posted = await poster.post(
      notificationPost(destination, { event, body, writing, now: clock.now() }),
    );
    if (posted.kind === 'accepted') putNewest(accepted, key, true);
    else if (posted.retryAfterMs !== undefined)
      closedUntil.set(destination.name, clock.now().getTime() + posted.retryAfterMs);
    return posted;
  };
  return async (body) => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other') return { kind: 'skipped' };
    const { event } = message;
    const wanting = destinations.filter(({ statuses }) => isWanted(statuses, event.data.status));
    if (wanting.length === 0) return { kind: 'skipped' };
    const posted = await Promise.all(wanting.map((destination) => deliver(destination, event, body)));
    return verdict(event.id, wanting, posted);
  };
}

function verdict(outcomeId: string, to: readonly Destination[], posted: readonly Posted[]): Notified {
  const failures = posted.flatMap((one, n) =>
    one.kind === 'failed' ? [{ ...one, name: to[n]?.name ?? '' }] : [],
  );
  if (failures.length === 0) return { kind: 'notified', outcomeId, names: to.map(({ name }) => name) };
  const waits = failures.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  return compact({
    kind: 'failed' as const,
    outcomeId,
    failures: failures.map(({ name, reason }) => ({ name, reason })),
    retryAfterMs: waits.length > 0 ? Math.max(...waits) : undefined,
  });
}
