import type { Lane } from '../../core/lane';
import type { Clock } from '../../ports/clock';

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
  /** Takes the next turn of a lane and returns 0 if it is due now; else returns the ms to wait before the next call of `turn`. */
  turn(lane: Lane): number;
  /** Adapts the pace to an answer. */
  heard(signs: ThrottleSigns): void;
  /** How long, in ms, the backend has asked not to be called; 0 when it has not. */
  pausedForMs(): number;
}

/** Graph's documented limits, in calls per second ("Microsoft Graph service-specific throttling limits"). */
const READS_PER_SECOND = 350;
const WRITES_PER_SECOND = 20;

/** The paces of one process, one for each of Graph's buckets. */
export interface Paces {
  readonly reads: Pace;
  readonly writes: Pace;
}

/** The paces begin at Graph's documented limits. */
export function documentedPaces(clock: Clock): Paces {
  return { reads: pace(READS_PER_SECOND, clock), writes: pace(WRITES_PER_SECOND, clock) };
}

/**
 * At this use of the limit, calls of a lane are sent at the documented pace. The ordinary lane settles there, so that of a bucket
 * of 3,000 calls more than 300 are left to urgent ones.
 */
const USED_AT_PAR: Readonly<Record<Lane, number>> = { ordinary: 0.84, urgent: 0.98 };
/** An increase by this much halves the pace; a decrease by this much doubles it. */
const USED_PER_HALVING = 0.02;
const MAX_FACTOR = 32;
/** A reported use is outdated after the time in which a bucket fills up. */
const STALE_AFTER_MS = 150_000;
/** After a 429 without further reports, the pace returns to the documented one within this time. */
const RECOVERY_MS = 30_000;

/**
 * A pace that follows the reports of the backend: unlimited while there are none, slower as the use approaches the limit,
 * stopped while the backend asks for a pause, and faster again over time. Instances that share a quota do not communicate:
 * they receive reports of the same bucket. Since the pace falls exponentially with the use, all instances together settle
 * at the rate at which the bucket refills, whatever their number and the true limit.
 *
 * @param perSecond the documented limit: the starting point, not a guarantee
 */
export function pace(perSecond: number, clock: Clock): Pace {
  const nextAt: Record<Lane, number> = { ordinary: 0, urgent: 0 };
  let pausedUntil = 0;
  let reported: { readonly used: number; readonly at: number } | undefined;
  let throttledAt: number | undefined;

  const used = (now: number): number => {
    if (reported && now - reported.at < STALE_AFTER_MS) return reported.used;
    const since = throttledAt === undefined ? STALE_AFTER_MS : now - Math.max(throttledAt, pausedUntil);
    if (since >= STALE_AFTER_MS) return 0;
    return 1 - (1 - USED_AT_PAR.ordinary) * Math.min(1, since / RECOVERY_MS);
  };
  const intervalMs = (lane: Lane, now: number): number => {
    const factor = 2 ** ((USED_AT_PAR[lane] - used(now)) / USED_PER_HALVING);
    return factor > MAX_FACTOR ? 0 : 1000 / (perSecond * Math.max(factor, 1 / MAX_FACTOR));
  };
  return {
    turn(lane) {
      const now = clock.monotonicMs();
      const wait = Math.max(nextAt[lane], pausedUntil) - now;
      if (wait > 0) return wait;
      const interval = intervalMs(lane, now);
      // A timer that fired late does not slow the pace, but turns that were not used earlier are not made up for.
      nextAt[lane] = Math.max(nextAt[lane], now - interval) + interval;
      return 0;
    },
    heard({ status, used: isUsed, retryAfterMs }) {
      const now = clock.monotonicMs();
      if (status === 429) {
        throttledAt = now;
        pausedUntil = Math.max(pausedUntil, now + (retryAfterMs ?? 0));
        reported = undefined;
      }
      if (isUsed !== undefined) reported = { used: isUsed, at: now };
      // A backend that reported its use and no longer does has capacity again.
      else if (status !== 429) reported = undefined;
    },
    pausedForMs: () => Math.max(0, pausedUntil - clock.monotonicMs()),
  };
}
