import * as z from 'zod';

const DURATION = /^P(?:(\d+)W|(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/;
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];

/**
 * An ISO 8601 duration in weeks, days, hours, minutes and seconds, as ms; months and years have no fixed length.
 *
 * @param max the longest one that makes sense, written in the same way
 */
export function duration(max: string) {
  return durationOrZero(max).refine((ms) => ms > 0, { error: 'must be longer than zero' });
}

/** The same, where none at all makes sense as well. */
export function durationOrZero(max: string) {
  return z
    .string({ error: 'must be a duration as in ISO 8601: PT4H, P7D' })
    .regex(DURATION, { error: 'must be a duration as in ISO 8601: PT4H, P7D', abort: true })
    .transform(milliseconds)
    .refine((ms) => ms <= milliseconds(max), { error: `must not be longer than ${max}` });
}

function milliseconds(text: string): number {
  const [, ...amounts] = DURATION.exec(text) ?? [];
  return UNITS_MS.reduce((ms, unitMs, index) => ms + unitMs * Number(amounts[index] ?? 0), 0);
}
