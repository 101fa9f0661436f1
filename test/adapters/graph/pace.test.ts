import { describe, expect, it } from '@jest/globals';
import type { Pace } from '../../../shared/adapters/graph/pace';
import { pace } from '../../../shared/adapters/graph/pace';
import type { Lane } from '../../../shared/core/lane';
import type { Clock } from '../../../shared/ports/clock';
import { QuotaBuckets } from '../../../local/tenant/quota';
import { fixedClock } from '../../support/fixed-clock';

const PER_SECOND = 20;

/** A pace, and its clock. */
function aPace(): { readonly pace: Pace; readonly clock: ReturnType<typeof fixedClock> } {
  const clock = fixedClock();
  return { pace: pace(PER_SECOND, clock), clock };
}

/** How many calls it lets out within so many ms. */
function callsIn(
  of: Pace,
  clock: ReturnType<typeof fixedClock>,
  ms: number,
  lane: Lane = 'ordinary',
): number {
  let calls = 0;
  for (let at = 0; at < ms; at++, clock.advance(1)) while (calls < 10 * ms && of.turn(lane) === 0) calls++;
  return calls;
}

describe('a pace', () => {
  it('slows no call while the backend reports nothing', () => {
    const { pace: free } = aPace();
    for (let n = 0; n < 1000; n++) expect(free.turn('ordinary')).toBe(0);
  });
  it.each([
    ['at the documented limit with 0.84 used', 0.84, 20],
    ['half as fast for each 0.02 more', 0.86, 10],
    ['half as fast again', 0.88, 5],
    ['twice as fast for each 0.02 less', 0.82, 40],
    ['never slower than by 32', 1.8, 20 / 32],
  ])('goes %s', (_what, used, perSecond) => {
    const { pace: slowed, clock } = aPace();
    slowed.heard({ status: 200, used });
    expect(callsIn(slowed, clock, 64_000) / 64).toBeCloseTo(perSecond, 0);
  });
  it('delays no urgent call while it holds ordinary ones back, as long as some of the limit is left', () => {
    const { pace: limited, clock } = aPace();
    limited.heard({ status: 200, used: 0.88 });
    expect(callsIn(limited, clock, 1000)).toBeLessThanOrEqual(6);
    limited.turn('ordinary');
    expect([limited.turn('ordinary') > 100, limited.turn('urgent')]).toEqual([true, 0]);
    expect(callsIn(limited, clock, 1000, 'urgent')).toBeGreaterThan(500);
    limited.heard({ status: 200, used: 0.98 });
    expect(callsIn(limited, clock, 1000, 'urgent')).toBeLessThanOrEqual(21);
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
  it('begins again slowly after a throttled call, and recovers by itself', () => {
    const { pace: refused, clock } = aPace();
    refused.heard({ status: 429, retryAfterMs: 1000 });
    clock.advance(1000);
    expect(callsIn(refused, clock, 1000)).toBeLessThanOrEqual(2);
    clock.advance(28_000);
    const recovered = callsIn(refused, clock, 1000);
    expect(recovered).toBeGreaterThan(15);
    expect(recovered).toBeLessThanOrEqual(21);
    clock.advance(150_000);
    expect(callsIn(refused, clock, 100)).toBe(1000);
  });
  it('is unlimited again once the backend no longer reports its use, or has not done so for long', () => {
    const { pace: limited, clock } = aPace();
    limited.heard({ status: 200, used: 1 });
    expect([limited.turn('ordinary'), limited.turn('ordinary'), limited.turn('ordinary')]).toEqual([
      0, 0, 1600,
    ]);
    limited.heard({ status: 200 });
    clock.advance(10_000);
    expect(callsIn(limited, clock, 10)).toBe(100);
    limited.heard({ status: 200, used: 1 });
    clock.advance(150_000);
    expect(callsIn(limited, clock, 10)).toBe(100);
  });
  it('does not make up for calls that were not made', () => {
    const { pace: idle, clock } = aPace();
    idle.heard({ status: 200, used: 0.84 });
    idle.turn('ordinary');
    clock.advance(10_000);
    expect(callsIn(idle, clock, 50)).toBeLessThanOrEqual(3);
  });
});

describe('several paces that share a quota and know nothing of each other', () => {
  /** Lets instances call as often as their paces allow, each with some calls at a time, and some ms of latency. */
  function drain(
    instances: number,
    calls: number,
  ): { readonly ms: number; readonly refused: number; readonly used: number } {
    let now = 0;
    const clock: Clock = {
      now: () => new Date(now),
      monotonicMs: () => now,
      sleep: () => Promise.reject(new Error('Nobody sleeps here.')),
      every: () => () => undefined,
    };
    const buckets = new QuotaBuckets({ writes: { calls: 3000, windowMs: 150_000, retryAfterMs: 1000 } });
    const paces = Array.from({ length: instances }, () => pace(PER_SECOND, clock));
    const due = paces.flatMap((of) => Array.from({ length: 32 }, () => ({ of, at: 0 })));
    let left = calls;
    let lastUsed = 0;
    // Callers look at the time every 5 ms; the time is moved on to the next that finds somebody due.
    for (let next = 0; left > 0; now = Math.max(now + 5, 5 * Math.ceil(next / 5))) {
      next = Infinity;
      for (const caller of due) {
        if (caller.at > now || left === 0) {
          next = Math.min(next, caller.at);
          continue;
        }
        const wait = caller.of.turn('ordinary');
        caller.at = now + (wait > 0 ? wait : 20);
        next = Math.min(next, caller.at);
        if (wait > 0) continue;
        const answer = buckets.take(
          { method: 'POST', url: new URL('https://graph.microsoft.com/v1.0/users/a') },
          now,
        );
        if (answer.kind === 'refused') caller.of.heard({ status: 429, retryAfterMs: 1000 });
        else {
          left--;
          const used = answer.headers['x-ms-throttle-limit-percentage'];
          lastUsed = Number(used);
          caller.of.heard({ status: 200, ...(used !== undefined && { used: Number(used) }) });
        }
      }
    }
    return { ms: now, refused: buckets.refused, used: lastUsed };
  }

  it.each([1, 2, 3, 10])('use it up, and hardly a call is refused: %d of them', (instances) => {
    const calls = 12_000;
    const fastest = ((calls - 3000) / 20) * 1000;
    const { ms, refused } = drain(instances, calls);
    expect(ms / fastest).toBeLessThan(1.1);
    expect(refused / calls).toBeLessThan(0.02);
  });
  it.each([1, 2, 3])('and settle with 300 to 600 calls left for urgent ones: %d of them', (instances) => {
    const { used } = drain(instances, 6000);
    expect((1 - used) * 3000).toBeGreaterThan(300);
    expect((1 - used) * 3000).toBeLessThan(600);
  });
});
