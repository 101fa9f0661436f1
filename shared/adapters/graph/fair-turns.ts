import type { CallLane } from '../../core/lane';
import { callLanes } from '../../core/lane';
import type { Clock } from '../../ports/clock';
import type { Pace } from './pace';
import { RoundRobin } from './round-robin';

/** Who asks for a turn. */
export interface Asking {
  readonly lane: CallLane;
  /** Its names, the widest first; empty: of those without a share. */
  readonly share: readonly string[];
}

/** The turns of calls that share a pace. */
export interface Turns {
  /**
   * Waits for a turn. While several wait, those of an earlier lane come first; in a lane the shares take turns at every level.
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

/** The turn for which the calls wait that are to be served first. */
interface ComingTurn {
  readonly lane: CallLane;
  /** In ms of the monotonic clock. */
  readonly turnAt: number;
  readonly wake: () => void;
}

type WaitingLanes = Readonly<Record<CallLane, RoundRobin<Waiter>>>;

function emptyLanes(): WaitingLanes {
  return { urgent: new RoundRobin(), ordinary: new RoundRobin(), later: new RoundRobin() };
}

/** The lane and those after it. */
function lanesFrom(lane: CallLane): readonly CallLane[] {
  return callLanes.slice(callLanes.indexOf(lane));
}

interface NextTurn extends Omit<ComingTurn, 'wake'> {
  readonly waitMs: number;
}

/** Ends the waiting of those who do not wait until the next turn; those of later lanes wait longer. */
function endThoseBefore(waiting: WaitingLanes, { lane, turnAt, waitMs }: NextTurn): void {
  for (const one of lanesFrom(lane))
    for (const { end } of waiting[one].remove(({ until }) => turnAt > until)) end(waitMs);
}

/** Gives the turns of a pace to those who wait: to an earlier lane first, and in shares. */
export function fairTurns(pace: Pick<Pace, 'turn'>, clock: Pick<Clock, 'monotonicMs' | 'sleep'>): Turns {
  const waiting = emptyLanes();
  let isServing = false;
  let coming: ComingTurn | undefined;
  const serve = async (): Promise<void> => {
    isServing = true;
    for (;;) {
      const lane = callLanes.find((one) => !waiting[one].isEmpty());
      if (!lane) break;
      const wait = pace.turn(lane);
      if (wait === 0) waiting[lane].next()?.end(undefined);
      else {
        const turnAt = clock.monotonicMs() + wait;
        endThoseBefore(waiting, { lane, turnAt, waitMs: wait });
        if (waiting[lane].isEmpty()) continue;
        await new Promise<void>((wake) => {
          coming = { lane, turnAt, wake };
          void clock.sleep(wait).then(wake);
        });
        coming = undefined;
      }
    }
    isServing = false;
  };
  return {
    take: ({ lane, share }, maxWaitMs) =>
      new Promise((end) => {
        const now = clock.monotonicMs();
        const until = now + maxWaitMs;
        const isBehind = coming && lanesFrom(coming.lane).includes(lane);
        if (coming && isBehind && coming.turnAt > until) return end(coming.turnAt - now);
        waiting[lane].add(share, { until, end });
        if (!isServing) void serve();
        // It does not wait for the turn of one of a later lane.
        else if (!isBehind) coming?.wake();
      }),
  };
}
