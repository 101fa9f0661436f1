import type { Clock } from '../ports/clock';
import type { IncomingMessage } from './incoming-message';

/** The clocks of the brokers of one namespace differ by at most so much, in ms. */
const BROKER_SKEW_MS = 100;
/** The clocks of the broker and of the store of the ledger differ by at most so much, in ms. */
const STORE_SKEW_MS = 5000;
/** What a message says counts for so long, in ms: our own clock drifts. */
const MAX_SAMPLE_AGE_MS = 60_000;

/** What this process knows of the time by the broker's clock. */
export interface BrokerTime {
  /** Takes note of a message in hand: the broker's clock shows its time, or a later one. */
  heard(enqueuedAt: Date): void;
  /**
   * The broker's clock does not show less now: what is enqueued from now on has no earlier time. Undefined when nobody has
   * said anything of it lately.
   */
  atLeast(): Date | undefined;
}

/**
 * Infers the time by the broker's clock: from the messages that it has delivered, and from the clock of the store.
 *
 * @param storeTime what the clock of the store has shown in the last answer of the store, if there was one
 */
export function brokerTime(clock: Pick<Clock, 'monotonicMs'>, storeTime: () => Date | undefined): BrokerTime {
  /** How far the broker's clock is ahead of our monotonic one at least, and when that was heard. */
  let ahead: { readonly byMs: number; readonly atMs: number } | undefined;
  const recent = (): typeof ahead =>
    ahead && clock.monotonicMs() - ahead.atMs <= MAX_SAMPLE_AGE_MS ? ahead : undefined;
  return {
    heard: (enqueuedAt) => {
      const atMs = clock.monotonicMs();
      const byMs = enqueuedAt.getTime() - atMs;
      if (byMs >= (recent()?.byMs ?? byMs)) ahead = { byMs, atMs };
    },
    atLeast: () => {
      const known = recent();
      const byMessages = known && known.byMs + clock.monotonicMs() - BROKER_SKEW_MS;
      const stored = storeTime()?.getTime();
      const times = [byMessages, stored === undefined ? undefined : stored - STORE_SKEW_MS];
      const latest = Math.max(...times.filter((time) => time !== undefined));
      return Number.isFinite(latest) ? new Date(latest) : undefined;
    },
  };
}

/** Takes note of the time of a message, if the broker itself has written it: that of a copy may be what its sender says. */
export function hearMessage(
  { heard }: Pick<BrokerTime, 'heard'>,
  { history: { origin, attempts, replay } }: Pick<IncomingMessage, 'history'>,
): void {
  if (origin.enqueuedAt === undefined || attempts > 0 || replay !== undefined) return;
  heard(new Date(origin.enqueuedAt));
}
