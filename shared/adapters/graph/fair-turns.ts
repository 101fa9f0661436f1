import type { Clock } from '../../ports/clock';
import type { Pace } from './pace';
import { RoundRobin } from './round-robin';

/** The turns of calls that share a pace. */
export interface Turns {
  /**
   * Waits for a turn. While several wait, the shares take turns at every level.
   *
   * @param share its names, the widest first; empty: of those without a share
   * @returns undefined when the turn has come; else, without waiting, the ms to wait, which are more than `maxWaitMs`
   */
  take(share: readonly string[], maxWaitMs: number): Promise<number | undefined>;
}

interface Waiter {
  /** In ms of the monotonic clock. */
  readonly until: number;
  readonly end: (waitMs: number | undefined) => void;
}

/** Gives the turns of a pace to those who wait, in shares. */
export function fairTurns(pace: Pick<Pace, 'turn'>, clock: Pick<Clock, 'monotonicMs' | 'sleep'>): Turns {
  const waiting = new RoundRobin<Waiter>();
  let isServing = false;
  const serve = async (): Promise<void> => {
    isServing = true;
    while (!waiting.isEmpty()) {
      const wait = pace.turn();
      if (wait === 0) waiting.next()?.end(undefined);
      else {
        const turnAt = clock.monotonicMs() + wait;
        for (const { end } of waiting.remove(({ until }) => turnAt > until)) end(wait);
        if (!waiting.isEmpty()) await clock.sleep(wait);
      }
    }
    isServing = false;
  };
  return {
    take: (share, maxWaitMs) =>
      new Promise((end) => {
        waiting.add(share, { until: clock.monotonicMs() + maxWaitMs, end });
        if (!isServing) void serve();
      }),
  };
}
