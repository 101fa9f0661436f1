import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callBudget } from '../../shared/adapters/sharepoint/call-budget';
import { fixedClock } from '../support/fixed-clock';

describe('the quota of SharePoint', () => {
  it('lets 600 calls go at once, and then one every 100 ms', () => {
    const clock = fixedClock();
    const budget = callBudget(600, clock);
    for (let n = 0; n < 600; n++) expect(budget.take()).toBe(0);
    expect(budget.take()).toBe(100);
    clock.advance(100);
    expect(budget.take()).toBe(0);
    expect(budget.take()).toBeGreaterThan(0);
  });
  it('is never exceeded by more than what is left of it, however calls come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3000 }), { maxLength: 300 }), (pauses) => {
        const clock = fixedClock();
        const start = clock.monotonicMs();
        const budget = callBudget(60, clock);
        let taken = 0;
        for (const pause of pauses) {
          clock.advance(pause);
          for (let n = 0; n < 5; n++) if (budget.take() === 0) taken++;
          expect(taken).toBeLessThanOrEqual(60 + (clock.monotonicMs() - start) / 1000 + 1e-6);
        }
      }),
    );
  });
});
