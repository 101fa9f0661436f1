import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SealReader } from '../../shared/ports/seal-store';
import { DAY_MS, anEvent, sealing, verified } from '../support/sealing';

const now = new Date('2026-11-27T10:00:00Z');
let store: ReturnType<typeof sealing>['store'];
beforeAll(async () => {
  const made = sealing();
  for (let day = 0; day < 3; day++) {
    await made.keep();
    await made.seal(anEvent(`day-${String(day)}`));
    made.clock.advance(DAY_MS);
    await made.keep();
  }
  ({ store } = made);
});

/** What is left when somebody has removed all segments from a day on. */
const upTo = (day: string): SealReader => ({
  ...store,
  segments: async () => (await store.segments()).filter((name) => name < day),
});

describe('the segments of the days that an auditor looks at, removed as a whole,', () => {
  it.each([{ from: '2026-11-25' }, { from: '2026-11-25', to: '2026-11-25' }, { from: '2026-11-24' }, {}])(
    'are missing: %j',
    async (days) => {
      const { findings } = await verified(upTo('2026-11-25'), { now, ...days });
      expect(findings).not.toEqual([]);
    },
  );
  it('are not called as they were sealed where nothing of these days is there', async () => {
    const { findings } = await verified(upTo('2026-11-25'), { now, from: '2026-11-26' });
    expect(findings).toEqual([{ kind: 'endsEarly', day: '2026-11-26' }]);
  });
});
