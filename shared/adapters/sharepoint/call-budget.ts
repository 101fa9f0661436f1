import type { Clock } from '../../ports/clock';

/** How many calls may be made. */
export interface CallBudget {
  /** Takes one call and returns 0; else takes none, and returns the ms until there is one. */
  take(): number;
}

/** At most so many calls in any minute, as many of them at once as there are. */
export function callBudget(perMinute: number, clock: Pick<Clock, 'monotonicMs'>): CallBudget {
  const perMs = perMinute / 60_000;
  let left = perMinute;
  let countedAt = clock.monotonicMs();
  return {
    take() {
      const now = clock.monotonicMs();
      left = Math.min(perMinute, left + (now - countedAt) * perMs);
      countedAt = now;
      if (left < 1) return Math.ceil((1 - left) / perMs);
      left -= 1;
      return 0;
    },
  };
}
