import { describe, expect, it } from '@jest/globals';
import { learnedRate } from '../../../shared/adapters/graph/learned-rate';
import type { Regained } from '../../../shared/adapters/graph/rates';
import { regained, regainedRate } from '../../../shared/adapters/graph/rates';
import { sentCalls } from '../../../shared/adapters/graph/sent-calls';

/** 20 calls per second. */
const quota = { calls: 3000, windowMs: 150_000, latencyMs: 150 };
const before: Regained = { perSecond: 1, fromMs: 0, doublesInMs: 60_000 };

describe('after a refusal', () => {
  it('the rate is what was learned until the pause is over, and twice as much after the time to double', () => {
    const refusal = { perSecond: 4, fromMs: 100_000, doublesInMs: 60_000 };
    expect([0, 100_000, 160_000].map((now) => regainedRate(refusal, now, quota))).toEqual([4, 4, 8]);
  });
  it('a measure is believed against the rate of before when it is more than twice as large', () => {
    expect(regained(2.1, 0, quota, before).perSecond).toBeCloseTo(0.9 * 2.1);
    expect(regained(1.9, 0, quota, before).perSecond).toBe(1);
  });
  it('a small measure takes a tenth, and never the last of the rate', () => {
    expect(regained(0, 0, quota, before).perSecond).toBe(0.9);
    expect(regained(0, 0, quota, { ...before, perSecond: 0.01 }).perSecond).toBe(20 / 128);
  });
  it('the rate doubles in five seconds after the first one, and later in one to ten minutes', () => {
    expect(regained(1, 0, quota, undefined).doublesInMs).toBe(5000);
    const later = [100, 1, 0.1].map(
      (perSecond) => regained(0, 0, quota, { ...before, perSecond }).doublesInMs,
    );
    expect(later).toEqual([60_000, 400_000 / 0.9, 600_000]);
  });
});

describe('the calls that a bucket has accepted', () => {
  it('are those that were sent, less those that were refused', () => {
    const rate = learnedRate(quota);
    for (let n = 0; n < 310; n++) rate.sent(0);
    for (let n = 0; n < 11; n++) rate.answered(0, true, undefined);
    // Within the 150 s before; the call that was refused first counts.
    expect(rate.refused(0, 0)).toBeCloseTo(0.9 * 2);
  });
  it('are never fewer than none, whatever was refused', () => {
    const calls = sentCalls(quota);
    calls.takeBack();
    calls.add(0);
    expect(calls.count(0)).toBe(1);
    calls.restart(0);
    expect(calls.perSecond(1000)).toBe(1);
  });
  it('fade when they are older than two windows', () => {
    const calls = sentCalls(quota);
    calls.add(0);
    calls.restart(0);
    for (let n = 0; n < 100; n++) calls.add(0);
    expect([calls.count(300_000), calls.count(600_000)]).toEqual([100, 50]);
  });
});
