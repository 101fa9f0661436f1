import type { Clock } from '../../ports/clock';
import type { Pace } from '../graph/pace';

/** A refusal that names no time pauses for so many ms. */
const PAUSE_MS = 15_000;

/** So many calls in any minute, evenly spaced: none are saved up for a burst, since other processes share the quota. */
export function steadyPace(perMinute: number, clock: Pick<Clock, 'monotonicMs'>): Pace {
  const interval = 60_000 / perMinute;
  let nextAt = 0;
  let pausedUntil = 0;
  return {
    turn() {
      const now = clock.monotonicMs();
      const wait = Math.max(nextAt, pausedUntil) - now;
      if (wait > 0) return Math.ceil(wait);
      nextAt = now + interval;
      return 0;
    },
    heard({ status, retryAfterMs = PAUSE_MS }) {
      if (status === 429) pausedUntil = Math.max(pausedUntil, clock.monotonicMs() + retryAfterMs);
    },
    pausedForMs: () => Math.max(0, pausedUntil - clock.monotonicMs()),
  };
}
