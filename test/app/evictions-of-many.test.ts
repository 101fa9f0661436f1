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
  it('wait for no entry that an outage has hidden: it is seen late, and was not entered late', async () => {
    const stayed = {
      revokedAt: 60,
      returnsAfter: undefined,
      log: 'interactive',
      late: 0,
      activityLate: 0,
    } as const;
    const returned = {
      revokedAt: 0,
      returnsAfter: 89,
      log: 'interactive',
      late: 180,
      activityLate: 5,
    } as const;
    const outages = [{ from: 200, lasts: 140, as: 'throttled' }] as const;
    const day = { users: [returned, stayed], othersLate: 0, gaps: [], outages };
    expect(await simulate(day)).toMatchObject({
      verdicts: { returned: 1, confirmed: 1 },
      withoutVerdict: [],
    });
  });
  it('are mostly confirmations in a tenant that is busy, whose logs answer', async () => {
    const [day] = fc.sample(days(USERS), { numRuns: 1, seed: 7 });
    if (!day) throw new Error('fast-check has made no day.');
    const { verdicts, returned } = await simulate({ ...day, gaps: [], outages: [] });
    expect(verdicts['confirmed']).toBe(USERS - returned);
  }, 60_000);
});
