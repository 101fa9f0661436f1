import type { CallLane } from '../../core/lane';

/** A documented limit of Graph: a bucket of calls that fills up in a window, and how long a call takes. */
export interface Quota {
  readonly calls: number;
  readonly windowMs: number;
  readonly latencyMs: number;
}

/** What reports have taught of the use of a limit. */
export interface Reported {
  /** By the last report. */
  readonly used: number;
  readonly meanUsed: number;
  readonly atMs: number;
}

/** What a refusal has taught: from then on calls are sent at a rate, which grows. */
export interface Regained {
  /** In calls per second, from `fromMs` on. */
  readonly perSecond: number;
  readonly fromMs: number;
  /** After this time, in ms, the rate has doubled; it grows with the cube of the time. */
  readonly doublesInMs: number;
}

/** So many instances a template allows: each has at least this part of the documented rate to grow by. */
const INSTANCES = 40;
/** Of a bucket, an instance takes this part at once: 40 of them then have two thirds. */
const AT_ONCE = 1 / 60;
/** Of a bucket, an instance sends calls of the later lane until it has sent this part, and then as it fills: the rest is for first writes. */
const LATER_AT_ONCE = 1 / 6;
/** Of the calls that an instance has sent, this part may be under way. */
const UNDER_WAY = 1 / 20;
/** At this use of the limit, calls of a lane are sent at the documented rate; each further `USED_PER_HALVING` halves it. */
const USED_AT_PAR: Readonly<Record<CallLane, number>> = {
  urgent: 0.95,
  ordinary: 0.845,
  later: 0.845,
};
const USED_PER_HALVING = 0.0125;
/**
 * The par of the ordinary lane rises while the mean use is less than this, and falls while it is more, `GAIN` times as far. So the
 * use settles close to it, whatever the number of instances and the true limit: of 3,000 calls, more than 300 are left to urgent ones.
 */
const AIM = 0.8935;
const GAIN = 7;
const [MIN_PAR, MAX_PAR] = [0.8, 0.9];
/** No rate is less than this part of the documented one, or nothing would be heard any more. */
const LEAST = 1 / 256;
const LEAST_REGAINED = 1 / 128;

/** After the first refusal the rate is a guess, and doubles soon; later it has been measured. */
const FIRST_DOUBLING_MS = 5_000;
const [MIN_DOUBLING_MS, MAX_DOUBLING_MS] = [60_000, 600_000];
/** A rate that was measured doubles after about so many calls: of these one is refused. */
const CALLS_PER_DOUBLING = 400;
/** A new rate is a little less than the measure, so that the bucket fills. */
const CAUTION = 0.9;
/** A measure is believed against the rate of before when it is this many times as large. */
const CONTRADICTS = 2;

function documented({ calls, windowMs }: Quota): number {
  return (calls * 1000) / windowMs;
}

/** The most calls per second of the later lane before anything is reported. */
export function laterRate(sent: number, quota: Quota): number {
  return sent < quota.calls * LATER_AT_ONCE ? Infinity : documented(quota);
}

/**
 * The most calls per second before anything is reported. If all instances have sent the same, then so many that together
 * they empty the bucket have a fixed part of it under way, whatever their number.
 *
 * @param sent calls since the bucket was full
 * @param isAnswered whether one was answered lately
 */
export function startRate(sent: number, quota: Quota, isAnswered: boolean): number {
  // Others may have used the bucket: the first answer reports it.
  if (!isAnswered) return documented(quota);
  const { calls, latencyMs } = quota;
  return sent < calls * AT_ONCE ? Infinity : (sent * UNDER_WAY * 1000) / latencyMs;
}

/** What a report teaches: the mean is that of about the time in which the bucket fills. */
export function reported(
  used: number,
  atMs: number,
  { windowMs }: Quota,
  before: Reported | undefined,
): Reported {
  const weight = before ? Math.exp((before.atMs - atMs) / windowMs) : 1;
  const meanBefore = before?.meanUsed ?? AIM;
  return { used, meanUsed: used + weight * (meanBefore - used), atMs };
}

/** The calls per second of a lane, as the limit is used. */
export function reportedRate({ used, meanUsed }: Reported, quota: Quota, lane: CallLane): number {
  return documented(quota) * Math.max(LEAST, 2 ** ((parOf(lane, meanUsed) - used) / USED_PER_HALVING));
}

function parOf(lane: CallLane, meanUsed: number): number {
  const par = USED_AT_PAR[lane];
  // Urgent calls are few.
  return lane === 'urgent' ? par : Math.min(MAX_PAR, Math.max(MIN_PAR, par + GAIN * (AIM - meanUsed)));
}

/** The calls per second some time after a refusal. */
export function regainedRate(
  { perSecond, fromMs, doublesInMs }: Regained,
  now: number,
  quota: Quota,
): number {
  const growth = Math.max(perSecond, documented(quota) / INSTANCES);
  return perSecond + growth * (Math.max(0, now - fromMs) / doublesInMs) ** 3;
}

/**
 * What a refusal teaches. Between two refusals the bucket was emptied of just what had flown in, so the calls that were
 * accepted in between are this instance's part of the true limit, which need not be known.
 *
 * @param measured accepted calls per second since the last refusal, or since the bucket was full, as if it had filled before
 * @param fromMs when the pause that the backend asks for is over
 */
export function regained(
  measured: number,
  fromMs: number,
  quota: Quota,
  before: Regained | undefined,
): Regained {
  const least = documented(quota) * LEAST_REGAINED;
  const isContradicted = !before || measured > CONTRADICTS * before.perSecond;
  const perSecond = isContradicted
    ? CAUTION * measured
    : Math.max(CAUTION * before.perSecond, Math.min(before.perSecond, measured));
  return {
    perSecond: Math.max(least, perSecond),
    fromMs,
    doublesInMs: before ? doublingMs(perSecond, quota) : FIRST_DOUBLING_MS,
  };
}

function doublingMs(perSecond: number, quota: Quota): number {
  const ms = (CALLS_PER_DOUBLING * 1000) / Math.max(perSecond, documented(quota) / INSTANCES);
  return Math.min(MAX_DOUBLING_MS, Math.max(MIN_DOUBLING_MS, ms));
}
