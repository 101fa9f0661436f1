import type { CallLane } from '../../core/lane';
import type { Clock } from '../../ports/clock';
import { learnedRate } from './learned-rate';
import type { Quota } from './rates';

/** The state of the bucket that a call was counted in, as its answer reports it. */
export interface ThrottleSigns {
  readonly status: number;
  /** `x-ms-throttle-limit-percentage`: the used part of the limit, 0.8 to 1.8; absent below 0.8. */
  readonly used?: number;
  /** From `Retry-After`. */
  readonly retryAfterMs?: number;
}

/** Spaces the calls that share one bucket of a tenant's quota. */
export interface Pace {
  /** Takes the next turn of a lane, the ordinary one if none is named, and returns 0 if it is due now; else returns the ms to wait before the next call of `turn`. */
  turn(lane?: CallLane): number;
  /** Adapts the pace to an answer. */
  heard(signs: ThrottleSigns): void;
  /** How long, in ms, the backend has asked not to be called; 0 when it has not. */
  pausedForMs(): number;
}

/** Graph's documented limits ("Microsoft Graph service-specific throttling limits"), and its latencies as measured. */
const READS: Quota = { calls: 3500, windowMs: 10_000, latencyMs: 60 };
const WRITES: Quota = { calls: 3000, windowMs: 150_000, latencyMs: 150 };

/** The paces of one process, one for each of Graph's buckets. */
export interface Paces {
  readonly reads: Pace;
  readonly writes: Pace;
}

/** The paces begin at Graph's documented limits. */
export function documentedPaces(clock: Clock, random: () => number): Paces {
  return { reads: pace(READS, clock, random), writes: pace(WRITES, clock, random) };
}

/** The lanes of which a call takes a turn: a later one takes one of the ordinary lane, from what that leaves. */
function lanesOfTurn(lane: CallLane): readonly CallLane[] {
  return lane === 'later' ? ['ordinary', 'later'] : [lane];
}

/** A refusal without `Retry-After` pauses for so many ms. */
const MIN_PAUSE_MS = 1_000;

/**
 * A pace that follows the reports of the backend: an exponential start while there are none, slower as the use approaches
 * the limit, stopped while the backend asks for a pause, and then at what was accepted before. Instances that share a quota do
 * not communicate: they receive reports of the same bucket, or are refused by it, and all together settle at the rate at
 * which it fills, whatever their number and the true limit.
 *
 * @param quota the documented limit: the starting point, not a guarantee
 * @param random in [0, 1): instances that were refused at the same moment do not return at the same moment
 */
export function pace(quota: Quota, clock: Pick<Clock, 'monotonicMs'>, random: () => number): Pace {
  const nextAt: Record<CallLane, number> = { urgent: 0, ordinary: 0, later: 0 };
  let pausedUntil = 0;
  const rate = learnedRate(quota);

  const refused = (now: number, retryAfterMs: number): void => {
    // Calls that were under way when the first was refused teach nothing more.
    const isFirst = now >= pausedUntil;
    pausedUntil = Math.max(pausedUntil, now + retryAfterMs);
    if (isFirst) nextAt.ordinary = pausedUntil + (random() * 1000) / rate.refused(now, pausedUntil);
  };
  return {
    turn(lane = 'ordinary') {
      const now = clock.monotonicMs();
      const lanes = lanesOfTurn(lane);
      const wait = Math.max(...lanes.map((one) => nextAt[one]), pausedUntil) - now;
      if (wait > 0) return wait;
      for (const one of lanes) {
        const interval = 1000 / rate.perSecond(now, one);
        // A timer that fired late does not slow the pace, but turns that were not used earlier are not made up for.
        nextAt[one] = Math.max(nextAt[one], now - interval) + interval;
      }
      rate.sent(now);
      return 0;
    },
    heard({ status, used, retryAfterMs = MIN_PAUSE_MS }) {
      const now = clock.monotonicMs();
      rate.answered(now, status === 429, used);
      if (status === 429) refused(now, retryAfterMs);
    },
    pausedForMs: () => Math.max(0, pausedUntil - clock.monotonicMs()),
  };
}
