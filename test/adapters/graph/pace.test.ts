import { describe, expect, it } from '@jest/globals';
import type { Pace } from '../../../shared/adapters/graph/pace';
import { pace } from '../../../shared/adapters/graph/pace';
import type { CallLane } from '../../../shared/core/lane';
import { fixedClock } from '../../support/fixed-clock';

const WRITES = { calls: 3000, windowMs: 150_000, latencyMs: 150 };

/** A pace at 20 calls a second of which no call was answered yet, and its clock. */
function aNewPace(random = 0): { readonly pace: Pace; readonly clock: ReturnType<typeof fixedClock> } {
  const clock = fixedClock();
  return { pace: pace(WRITES, clock, () => random), clock };
}

/** The same after an answer that reports no use. */
function aPace(random = 0): ReturnType<typeof aNewPace> {
  const made = aNewPace(random);
  made.pace.heard({ status: 200 });
  return made;
}

/** How many calls it lets out within so many ms. */
function callsIn(
  of: Pace,
  clock: ReturnType<typeof fixedClock>,
  ms: number,
  lane: CallLane = 'ordinary',
): number {
  let calls = 0;
  for (let at = 0; at < ms; at++, clock.advance(1)) while (calls < 10 * ms && of.turn(lane) === 0) calls++;
  return calls;
}

describe('a pace', () => {
  it('begins at the documented rate until a call is answered, since others may have used the bucket', () => {
    const { pace: unanswered, clock } = aNewPace();
    expect([unanswered.turn(), unanswered.turn(), unanswered.turn()]).toEqual([0, 0, 50]);
    expect(callsIn(unanswered, clock, 1500)).toBe(29);
    unanswered.heard({ status: 200 });
    expect(callsIn(unanswered, clock, 100)).toBeGreaterThan(20);
    clock.advance(150_000);
    expect(callsIn(unanswered, clock, 150)).toBeLessThanOrEqual(4);
  });
  it('lets a sixtieth of the documented bucket out at once', () => {
    const { pace: free } = aPace();
    for (let n = 0; n < 50; n++) expect(free.turn()).toBe(0);
    expect(free.turn()).toBe(0);
    expect(free.turn()).toBeGreaterThan(0);
  });
  it('then grows with what was sent, so that a twentieth of it is under way, while the backend reports nothing', () => {
    const { pace: growing, clock } = aPace();
    const bySecond = Array.from({ length: 12 }, () => callsIn(growing, clock, 1000));
    expect(bySecond[1]).toBeGreaterThanOrEqual(20);
    const sent = bySecond.slice(0, 10).reduce((sum, calls) => sum + calls, 0);
    expect((bySecond[10] ?? 0) / sent / (1 / 0.15 / 20)).toBeCloseTo(1.18, 1);
  });
  it.each([
    ['at the documented limit with 0.845 used', 0.845, 20],
    ['half as fast for each 0.0125 more', 0.8575, 10],
    ['half as fast again', 0.87, 5],
    ['never slower than by 256', 1.8, 20 / 256],
  ])('goes %s', (_what, used, perSecond) => {
    const { pace: slowed, clock } = aPace();
    slowed.heard({ status: 200, used });
    expect(callsIn(slowed, clock, 64_000) / 64).toBeCloseTo(perSecond, 1);
  });
  it('goes twice as fast for each 0.0125 less, once it has begun', () => {
    const { pace: fast, clock } = aPace();
    callsIn(fast, clock, 10_000);
    fast.heard({ status: 200, used: 0.8325 });
    expect(callsIn(fast, clock, 5000) / 5).toBeCloseTo(40, 0);
  });
  it.each([
    {
      what: 'faster the longer the use stays below what is aimed at',
      forLong: 0.888,
      atLast: 0.888,
      rates: [1.84, 15.6],
    },
    { what: 'slower the longer it stays above', forLong: 0.8985, atLast: 0.8985, rates: [1.03, 0.157] },
    {
      what: 'at the documented limit with 0.9 used at most',
      forLong: 0.81,
      atLast: 0.9,
      rates: [139, 20],
    },
    {
      what: 'at the documented limit with 0.8 used at least',
      forLong: 0.95,
      atLast: 0.8,
      rates: [0.08, 20],
    },
  ] as const)('goes $what', ({ forLong, atLast, rates: [atFirst, later] }) => {
    const { pace: learning, clock } = aPace();
    callsIn(learning, clock, 15_000);
    learning.heard({ status: 200, used: forLong });
    expect(callsIn(learning, clock, 100_000) / 100 / atFirst).toBeCloseTo(1, 0);
    for (let n = 0; n < 100; n++, clock.advance(10_000)) learning.heard({ status: 200, used: forLong });
    learning.heard({ status: 200, used: atLast });
    expect(callsIn(learning, clock, 100_000) / 100 / later).toBeCloseTo(1, 1);
  });
  it('forgets the use of before when it has not been reported for as long as the bucket fills', () => {
    const { pace: forgetful, clock } = aPace();
    callsIn(forgetful, clock, 10_000);
    for (let n = 0; n < 100; n++, clock.advance(10_000)) forgetful.heard({ status: 200, used: 0.9 });
    clock.advance(150_000);
    forgetful.heard({ status: 200, used: 0.845 });
    expect(callsIn(forgetful, clock, 10_000) / 10).toBeCloseTo(20, 0);
  });
  it('delays no urgent call while it holds ordinary ones back, as long as some of the limit is left', () => {
    const { pace: limited, clock } = aPace();
    limited.heard({ status: 200, used: 0.88 });
    expect(callsIn(limited, clock, 1000)).toBeLessThanOrEqual(6);
    limited.turn('ordinary');
    expect([limited.turn('ordinary') > 0, limited.turn('urgent')]).toEqual([true, 0]);
    expect(callsIn(limited, clock, 1000, 'urgent')).toBeGreaterThan(500);
    limited.heard({ status: 200, used: 0.95 });
    expect(callsIn(limited, clock, 1000, 'urgent')).toBeLessThanOrEqual(21);
  });
  it('lets later calls out as the others until a sixth of the bucket is sent, and then at the documented rate, while nothing is reported', () => {
    const { pace: first, clock } = aPace();
    const { pace: later, clock: laterClock } = aPace();
    expect(callsIn(later, laterClock, 6000, 'later')).toBe(callsIn(first, clock, 6000));
    callsIn(later, laterClock, 2000);
    expect(callsIn(later, laterClock, 5000, 'later')).toBeLessThanOrEqual(101);
    expect(callsIn(later, laterClock, 1000)).toBeGreaterThan(200);
    later.heard({ status: 200, used: 0.82 });
    laterClock.advance(1000);
    expect(callsIn(later, laterClock, 1000, 'later')).toBeGreaterThan(50);
  });
  it('takes a later call from the turns of the ordinary ones, so that both together are no more', () => {
    const { pace: shared, clock } = aPace();
    callsIn(shared, clock, 10_000);
    shared.heard({ status: 200, used: 0.845 });
    let calls = 0;
    for (let ms = 0; ms < 10_000; ms++, clock.advance(1))
      for (const lane of ['ordinary', 'later'] as const) if (shared.turn(lane) === 0) calls++;
    expect(calls / 10).toBeCloseTo(20, 0);
  });
  it('lets no urgent call out either until Retry-After is over', () => {
    const { pace: paused } = aPace();
    paused.heard({ status: 429, retryAfterMs: 7000 });
    expect(paused.turn('urgent')).toBe(7000);
  });
  it('lets no call out until Retry-After is over, whichever call it answered', () => {
    const { pace: paused, clock } = aPace();
    paused.heard({ status: 429, retryAfterMs: 7000 });
    expect(paused.turn('ordinary')).toBe(7000);
    expect(paused.pausedForMs()).toBe(7000);
    paused.heard({ status: 429, retryAfterMs: 2000 });
    clock.advance(6999);
    expect(paused.turn('ordinary')).toBe(1);
    paused.heard({ status: 200 });
    expect(paused.pausedForMs()).toBe(1);
    clock.advance(1);
    expect(paused.turn('ordinary')).toBe(0);
    expect(paused.pausedForMs()).toBe(0);
  });
  it('pauses for a second where a refusal has no Retry-After', () => {
    const { pace: paused } = aPace();
    paused.heard({ status: 429 });
    expect(paused.pausedForMs()).toBe(1000);
  });
  it('returns some time after the pause, within one interval, and not with all others at the same moment', () => {
    const waits = [0, 0.5, 0.99].map((random) => {
      const { pace: refused, clock } = aPace(random);
      callsIn(refused, clock, 1000);
      refused.heard({ status: 429, retryAfterMs: 1000 });
      return refused.turn();
    });
    expect(waits[0]).toBe(1000);
    expect(waits[1]).toBeGreaterThan(1500);
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
    expect(waits[2]).toBeLessThan(4500);
  });
  it('begins again slowly after a refused call, and recovers by itself', () => {
    const { pace: refused, clock } = aPace();
    refused.heard({ status: 429, retryAfterMs: 1000 });
    clock.advance(1000);
    expect(callsIn(refused, clock, 1000)).toBeLessThanOrEqual(2);
    clock.advance(15_000);
    expect(callsIn(refused, clock, 1000)).toBeGreaterThan(15);
    clock.advance(150_000);
    refused.heard({ status: 200 });
    expect(callsIn(refused, clock, 100)).toBeGreaterThan(20);
  });
  it('is free again once the backend no longer reports its use, or has not done so for as long as the bucket fills', () => {
    const { pace: limited, clock } = aPace();
    limited.heard({ status: 200, used: 0.995 });
    expect([limited.turn(), limited.turn(), limited.turn()]).toEqual([0, 0, 12_800]);
    limited.heard({ status: 200 });
    clock.advance(12_800);
    expect(callsIn(limited, clock, 10)).toBeGreaterThan(40);
    limited.heard({ status: 200, used: 0.995 });
    clock.advance(150_000);
    expect(callsIn(limited, clock, 1000)).toBeGreaterThan(10);
  });
  it('does not make up for calls that were not made', () => {
    const { pace: idle, clock } = aPace();
    idle.heard({ status: 200, used: 0.845 });
    idle.turn();
    clock.advance(10_000);
    expect(callsIn(idle, clock, 50)).toBeLessThanOrEqual(3);
  });
});
