import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SimulatedDay } from '../support/simulated-returns';
import { days, simulate } from '../support/simulated-returns';

/** The bench does it with 10,000 users: `test/bench/eviction.ts`. */
const USERS = 100;

describe('the verdicts on many users, with logs up to three hours late and with gaps', () => {
  it('confirm nobody who has returned, and report each return within a minute of its entry', async () => {
    await fc.assert(
      fc.asyncProperty(days(USERS), async (day: SimulatedDay) => {
        const { users, falselyConfirmed, slowest, withoutVerdict, withSeveral } = await simulate(day);
        expect({ users, falselyConfirmed, withoutVerdict, withSeveral }).toEqual({
          users: USERS,
          falselyConfirmed: [],
          withoutVerdict: [],
          withSeveral: [],
        });
        expect(slowest).toBeLessThanOrEqual(60_000);
      }),
      // A day is not made smaller: each takes a second.
      { numRuns: 3, endOnFailure: true },
    );
  }, 60_000);
  it('are mostly confirmations in a tenant that is busy, whose logs answer', async () => {
    const [day] = fc.sample(days(USERS), { numRuns: 1, seed: 7 });
    if (!day) throw new Error('fast-check has made no day.');
    const { verdicts, returned } = await simulate({ ...day, gaps: [], outages: [] });
    expect(verdicts['confirmed']).toBe(USERS - returned);
  }, 60_000);
});
