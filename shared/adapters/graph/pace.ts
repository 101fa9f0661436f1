import type { Clock } from '../../ports/clock';

/** What an answer says of the bucket that its call was taken from. */
export interface ThrottleSigns {
  readonly status: number;
  /** `x-ms-throttle-limit-percentage`: how much of the limit is used up, 0.8 to 1.8; absent below 0.8. */
  readonly used?: number;
  /** What `Retry-After` asks for, in ms. */
  readonly retryAfterMs?: number;
}

/** Spaces the calls that share one bucket of a tenant's quota. */
export interface Pace {
  /** Takes the next place if it is due now and returns 0; else how long, in ms, to wait before asking again. */
  turn(): number;
  heard(signs: ThrottleSigns): void;
  /** For how long, in ms, no call may go out because the backend has said so. */
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

/** Begins at what Graph documents. */
export function documentedPaces(clock: Clock): Paces {
  return { reads: pace(READS_PER_SECOND, clock), writes: pace(WRITES_PER_SECOND, clock) };
}

/** With this much of the limit used up, calls go out at the documented pace. */
const USED_AT_PAR = 0.9;
/** So much more halves the pace, and so much less doubles it. */
const USED_PER_HALVING = 0.02;
const GREATEST_FACTOR = 32;
/** What was heard says nothing any more after the time, in ms, in which a bucket fills up. */
const STALE_AFTER_MS = 150_000;
/** After a 429 that tells no more, the documented pace is come back to within so many ms. */
const RECOVERY_MS = 30_000;

/**
 * A pace that follows what the backend says: as fast as can be while it says nothing, slower the nearer the
 * limit is, not at all while it asks to be left alone, and faster again by itself. Instances that share a quota
 * need not know of each other: they hear the same of the same bucket, and a pace that falls exponentially with
 * its use comes to rest where all of them together use what flows in, whatever their number and the true limit.
 *
 * @param perSecond the documented limit: where to start from, not what is relied on
 */
export function pace(perSecond: number, clock: Clock): Pace {
  let nextAt = 0;
  let pausedUntil = 0;
  let heardOf: { readonly used: number; readonly at: number } | undefined;
  let refusedAt: number | undefined;

  const used = (now: number): number => {
    if (heardOf && now - heardOf.at < STALE_AFTER_MS) return heardOf.used;
    const since = refusedAt === undefined ? STALE_AFTER_MS : now - Math.max(refusedAt, pausedUntil);
    if (since >= STALE_AFTER_MS) return 0;
    return 1 - (1 - USED_AT_PAR) * Math.min(1, since / RECOVERY_MS);
  };
  const intervalMs = (now: number): number => {
    const factor = 2 ** ((USED_AT_PAR - used(now)) / USED_PER_HALVING);
    return factor > GREATEST_FACTOR ? 0 : 1000 / (perSecond * Math.max(factor, 1 / GREATEST_FACTOR));
  };
  return {
    turn() {
      const now = clock.monotonicMs();
      const wait = Math.max(nextAt, pausedUntil) - now;
      if (wait > 0) return wait;
      const interval = intervalMs(now);
      // A timer that fired late does not slow the pace, but what was not used long ago is not made up for.
      nextAt = Math.max(nextAt, now - interval) + interval;
      return 0;
    },
    heard({ status, used: isUsed, retryAfterMs }) {
      const now = clock.monotonicMs();
      if (status === 429) {
        refusedAt = now;
        pausedUntil = Math.max(pausedUntil, now + (retryAfterMs ?? 0));
        heardOf = undefined;
      }
      if (isUsed !== undefined) heardOf = { used: isUsed, at: now };
      // A backend that tells how much is used, and now does not, has room again.
      else if (status !== 429) heardOf = undefined;
    },
    pausedForMs: () => Math.max(0, pausedUntil - clock.monotonicMs()),
  };
}
