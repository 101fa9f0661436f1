import { compact } from '../core/compact';
import { digest } from '../core/ids';
import { MAX_WAIT_MS, backoffMs } from '../core/retry-later';
import type { MessageProperties, RequestQueue } from '../ports/request-queue';
import type { Clock } from '../ports/clock';
import { TooLarge } from '../ports/too-large';
import { Unavailable } from '../ports/unavailable';
import type { Failure, Missing, Notified, Notify } from './notify';

/** So often an event is brought to a destination that does not accept it, within about half an hour. */
export const MAX_TRIES = 10;

/** An event that was brought before: to whom it is brought again, and how often it was. */
export interface EarlierTries extends Missing {
  readonly attempts: number;
}

/** What became of an event. */
export type Brought =
  | Exclude<Notified, { readonly kind: 'unfinished' }>
  /** It is brought again later, to those alone who do not have it. */
  | (Unfinished & { readonly kind: 'scheduled' })
  /** It was brought so often, and is not brought again. */
  | (Unfinished & { readonly kind: 'givenUp' })
  /** The queue of later tries does not take it: its own message must be delivered again, after a wait in ms. */
  | (Unfinished & { readonly kind: 'kept'; readonly retryAfterMs: number });

interface Unfinished {
  readonly eventId: string;
  readonly failures: readonly Failure[];
}

/** Brings an event to those who want it. */
export type BringEvent = (body: Uint8Array, earlier: EarlierTries) => Promise<Brought>;

/** What bringing events needs. */
export interface Bringing {
  readonly notify: Notify;
  /** The queue of later tries, to which only the app sends. */
  readonly queue: Pick<RequestQueue, 'send'>;
  readonly clock: Pick<Clock, 'now'>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Brings an event, and has it brought again by a message of its own that waits in the broker, and not in a process. */
export function eventBringer({ notify, queue, clock, random }: Bringing): BringEvent {
  return async (body, { attempts, ...earlier }) => {
    const notified = await notify(body, earlier);
    if (notified.kind !== 'unfinished') return notified;
    const { eventId, failures, names, forMany } = notified;
    const tries = attempts + 1;
    if (tries >= MAX_TRIES && failures.length > 0) return { kind: 'givenUp', eventId, failures };
    const asked = Math.min(notified.retryAfterMs ?? 0, MAX_WAIT_MS);
    const waitMs = failures.length > 0 ? Math.max(backoffMs(attempts, random()), asked) : asked;
    const manyNames = forMany.map(({ name }) => name);
    const ends = forMany.map(({ until }) => String(until));
    const message = {
      // What two processes have its cards stand for may differ, and until when: the queue takes each of these messages.
      id: digest([eventId, names, manyNames, String(tries), ends]),
      body,
      contentType: 'application/cloudevents+json',
      properties: {
        [NAMES]: names.join(','),
        ...(forMany.length > 0 && { [FOR_MANY]: manyNames.join(','), [UNTIL]: ends.join(',') }),
        [TRIES]: tries,
      },
    };
    try {
      await queue.send(message, new Date(clock.now().getTime() + waitMs));
      return { kind: 'scheduled', eventId, failures };
    } catch (failure) {
      if (!(failure instanceof Unavailable || failure instanceof TooLarge)) throw failure;
      return { kind: 'kept', eventId, failures, retryAfterMs: waitMs };
    }
  };
}

const NAMES = 'notifyNames';
const FOR_MANY = 'notifyForMany';
const UNTIL = 'notifyUntil';
const TRIES = 'notifyTries';

/** What a message of the queue of later tries says of the earlier ones. */
export function earlierTries(properties: MessageProperties): EarlierTries {
  const { [NAMES]: names, [FOR_MANY]: forMany, [UNTIL]: until, [TRIES]: tries } = properties;
  // A message of an earlier version does not say until when.
  const ends = typeof until === 'string' ? until.split(',').map(Number) : [];
  return compact({
    names: typeof names === 'string' ? names.split(',') : undefined,
    forMany:
      typeof forMany === 'string'
        ? forMany.split(',').map((name, n) => ({ name, until: ends[n] ?? 0 }))
        : undefined,
    attempts: typeof tries === 'number' && tries > 0 ? tries : 0,
  });
}
