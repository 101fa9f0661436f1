import type { Lane } from '../../core/lane';
import type { Clock } from '../../ports/clock';
import type { Pace } from './pace';
import { RoundRobin } from './round-robin';

/** Who asks for a turn. */
export interface Asking {
  readonly lane: Lane;
  /** Its names, the widest first; empty: of those without a share. */
  readonly share: readonly string[];
}

/** The turns of calls that share a pace. */
export interface Turns {
  /**
   * Waits for a turn. While several wait, those of the urgent lane come first; in a lane the shares take turns at every level.
   *
   * @returns undefined when the turn has come; else, without waiting, the ms to wait, which are more than `maxWaitMs`
   */
  take(asking: Asking, maxWaitMs: number): Promise<number | undefined>;
}

interface Waiter {
  /** In ms of the monotonic clock. */
  readonly until: number;
  readonly end: (waitMs: number | undefined) => void;
}

/** Ends the waiting of those who do not wait until the next turn. */
function endThoseBefore(waiting: RoundRobin<Waiter>, turnAt: number, waitMs: number): void {
  for (const { end } of waiting.remove(({ until }) => turnAt > until)) end(waitMs);
}

/** Gives the turns of a pace to those who wait: to the urgent ones first, and in shares. */
export function fairTurns(pace: Pick<Pace, 'turn'>, clock: Pick<Clock, 'monotonicMs' | 'sleep'>): Turns {
  const lanes = { urgent: new RoundRobin<Waiter>(), ordinary: new RoundRobin<Waiter>() };
  let isServing = false;
  let wake = (): void => undefined;
  /** An urgent call does not wait for the turn of an ordinary one. */
  const sleep = (ms: number, lane: Lane): Promise<void> =>
    lane === 'urgent'
      ? clock.sleep(ms)
      : Promise.race([clock.sleep(ms), new Promise<void>((resolve) => (wake = resolve))]);
  const serve = async (): Promise<void> => {
    isServing = true;
    for (;;) {
      const lane = lanes.urgent.isEmpty() ? 'ordinary' : 'urgent';
      const waiting = lanes[lane];
      if (waiting.isEmpty()) break;
      const wait = pace.turn(lane);
      if (wait === 0) waiting.next()?.end(undefined);
      else {
        const turnAt = clock.monotonicMs() + wait;
        endThoseBefore(waiting, turnAt, wait);
        if (waiting.isEmpty()) continue;
        // Those behind them wait longer.
        endThoseBefore(lanes.ordinary, turnAt, wait);
        await sleep(wait, lane);
      }
    }
    isServing = false;
  };
  return {
    take: ({ lane, share }, maxWaitMs) =>
      new Promise((end) => {
        lanes[lane].add(share, { until: clock.monotonicMs() + maxWaitMs, end });
        if (!isServing) void serve();
        else if (lane === 'urgent') wake();
      }),
  };
}
