/** How late entries of a log were: the most that was measured. Times are in ms since the epoch. */
export interface MeasuredLateness {
  readonly ms: number;
  readonly at: number;
}

/** What was measured counts half after so many ms: a slow day is not held against a log for ever. */
const HALF_LIFE_MS = 3 * 24 * 3_600_000;
/** What was measured is no bound: an entry may be later than all before it by so much. */
const MARGIN = 1.5;

/** The most that was measured, as far as it counts now, in ms. */
export function latenessNow(measured: MeasuredLateness | undefined, now: number): number {
  if (!measured) return 0;
  return measured.ms * 0.5 ** (Math.max(0, now - measured.at) / HALF_LIFE_MS);
}

/** What is measured once an entry was so late. */
export function withLateness(
  measured: MeasuredLateness | undefined,
  ms: number,
  now: number,
): MeasuredLateness | undefined {
  return ms > latenessNow(measured, now) ? { ms, at: now } : measured;
}

/**
 * How late, in ms, an entry may still come: by policy, or more if more was measured.
 *
 * @param leastMs by policy
 */
export function allowedLateness(
  measured: MeasuredLateness | undefined,
  leastMs: number,
  now: number,
): number {
  return Math.max(leastMs, MARGIN * latenessNow(measured, now));
}
