import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pace } from '../../../shared/adapters/graph/pace';
import type { Drained, Lockout } from '../../support/paced-lockout';
import { drainPaced } from '../../support/paced-lockout';

const documented = { calls: 3000, windowMs: 150_000, latencyMs: 150 };
const lockout = { calls: 9000, bucket: 3000, perSecond: 20, reports: true };
const drained = (of: Lockout): Drained => drainPaced(of, (clock, random) => pace(documented, clock, random));

describe('paces of several instances that share a quota and know nothing of each other', () => {
  it.each([1, 3, 10, 40])('settle with the same reserve, and no call is refused: %d of them', (instances) => {
    const { lostMs, refused, reserve } = drained({ ...lockout, instances });
    expect(refused).toBe(0);
    expect(reserve.least).toBeGreaterThan(300);
    expect(reserve.most).toBeLessThan(345);
    // What is left at the end flows in within this time.
    expect(lostMs).toBeLessThan((345 / 20) * 1000);
  });
  it('settle with it again when instances come and go in the middle, and no call is refused', () => {
    const scaled = [
      { atMs: 50_000, instances: 10 },
      { atMs: 100_000, instances: 40 },
      { atMs: 150_000, instances: 3 },
    ];
    const { refused, reserve } = drained({ ...lockout, instances: 1, scaled, calls: 12_000 });
    expect(refused).toBe(0);
    expect(reserve.least).toBeGreaterThan(300);
    expect(reserve.most).toBeLessThan(350);
  });
  it.each([
    [1, 60, 12_000],
    [40, 60, 12_000],
    [40, 10, 7000],
  ])(
    'settle with it also where the true limit is another: %d of them, %d calls a second',
    (instances, perSecond, calls) => {
      const { reserve } = drained({ ...lockout, instances, perSecond, calls });
      expect(reserve.least).toBeGreaterThan(290);
      expect(reserve.most).toBeLessThan(370);
    },
  );
  it.each([
    [1, 15_000, 0.01],
    [3, 25_000, 0.01],
    [10, 25_000, 0.03],
    [40, 60_000, 0.04],
  ])('use the bucket up though its use is not reported: %d of them', (instances, most, refusals) => {
    const { lostMs, refused } = drained({ ...lockout, instances, reports: false });
    expect(lostMs).toBeLessThan(most);
    expect(refused).toBeLessThan(refusals);
  });
  it.each([1, 3])('recover soon after the first refusal of a smaller bucket: %d of them', (instances) => {
    const small = { ...lockout, instances, calls: 1200, bucket: 300, reports: false, retryAfterMs: 1000 };
    expect(drained(small).lostMs).toBeLessThan(0.1 * ((1200 - 300) / 20) * 1000);
  });
  it('leave another application its part', () => {
    const shared = { ...lockout, instances: 10, calls: 6000, othersPerSecond: 10 };
    expect(drained(shared).refused).toBe(0);
    expect(drained({ ...shared, reports: false }).refused).toBeLessThan(0.05);
  });
  it('are not refused when instances begin one after the other', () => {
    expect(drained({ ...lockout, instances: 40, joinEveryMs: 5000 }).refused).toBe(0);
  });
});

describe('whatever the number of instances and the true limit', () => {
  const truth = fc.record({
    instances: fc.integer({ min: 1, max: 40 }),
    bucket: fc.integer({ min: 2500, max: 6000 }),
    perSecond: fc.integer({ min: 10, max: 60 }),
    retryAfterMs: fc.constantFrom(1000, 5000, 30_000),
    latencyMs: fc.integer({ min: 20, max: 300 }),
  });
  it('at most 2 % of the calls are refused where the use is reported, and 15 % where it is not', () => {
    fc.assert(
      fc.property(truth, fc.boolean(), (of, reports) => {
        const { refused } = drained({ ...of, calls: of.bucket * 2, reports });
        expect(refused).toBeLessThan(reports ? 0.02 : 0.15);
      }),
      { numRuns: 10 },
    );
  });
});
