import type { Clock } from '../../ports/clock';

/** So many failures in a row open the breaker. */
const MAX_FAILURES = 5;
/** An open breaker admits one call after so many ms, by which it closes or stays open. */
const OPEN_MS = 30_000;

/** Keeps calls from a backend that does not answer. */
export interface Breaker {
  /** 0 when a call may be made; else the ms until one may. */
  waitMs(): number;
  heard(result: 'answered' | 'failed'): void;
}

export function breaker(clock: Pick<Clock, 'monotonicMs'>): Breaker {
  let failures = 0;
  let openUntil = 0;
  return {
    waitMs() {
      const now = clock.monotonicMs();
      if (failures < MAX_FAILURES) return 0;
      if (now < openUntil) return openUntil - now;
      // This one call is a trial: the others wait for what it meets.
      openUntil = now + OPEN_MS;
      return 0;
    },
    heard(result) {
      failures = result === 'failed' ? failures + 1 : 0;
      if (failures >= MAX_FAILURES) openUntil = clock.monotonicMs() + OPEN_MS;
    },
  };
}
