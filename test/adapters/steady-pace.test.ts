import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { steadyPace } from '../../shared/adapters/incidents/steady-pace';
import { CALLS_PER_MINUTE } from '../../shared/adapters/incidents/xdr-incidents';

/** The times at which calls are sent that are wanted at these times, in ms. */
function sentAt(wanted: readonly number[], perMinute: number, refusedAt?: number): readonly number[] {
  let now = 0;
  const pace = steadyPace(perMinute, { monotonicMs: () => now });
  return wanted
    .toSorted((one, other) => one - other)
    .map((at) => {
      now = Math.max(now, at);
      for (let wait = pace.turn(); wait > 0; wait = pace.turn()) now += wait;
      if (refusedAt !== undefined && now >= refusedAt) {
        pace.heard({ status: 429, retryAfterMs: 30_000 });
        refusedAt = undefined;
      }
      return now;
    });
}
const most = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));

describe('a steady pace', () => {
  it('keeps the limit in every minute, whenever calls are wanted', () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 300_000 }), { maxLength: 300 }), (wanted) =>
        expect(most(sentAt(wanted, CALLS_PER_MINUTE))).toBeLessThanOrEqual(CALLS_PER_MINUTE),
      ),
    ));
  it('of two processes stays below the limit of Graph', () => expect(2 * CALLS_PER_MINUTE).toBeLessThan(150));
  it('makes nobody wait who comes late enough', () =>
    expect(sentAt([0, 1000, 2000], CALLS_PER_MINUTE)).toEqual([0, 1000, 2000]));
  it('stops for as long as it is asked to', () => {
    const times = sentAt(
      Array.from({ length: 10 }, () => 0),
      60,
      2000,
    );
    expect(times.slice(0, 4)).toEqual([0, 1000, 2000, 32_000]);
  });
});
