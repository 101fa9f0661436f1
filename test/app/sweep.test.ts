import { describe, expect, it } from '@jest/globals';
import { sweep } from '../../shared/app/sweep';
import { appOfTwins } from '../support/app';

const DAY = 86_400_000;

/** The times before which originals were removed, by a sweep with this retention of records. */
async function removedBefore(recordRetentionMs: number): Promise<readonly number[]> {
  const { dependencies, clock } = appOfTwins({ recordRetentionMs });
  const removed: number[] = [];
  const store = {
    sweep: (before: Date) => {
      removed.push((clock.now().getTime() - before.getTime()) / DAY);
      return Promise.resolve(2);
    },
  };
  expect(await sweep({ ...dependencies, store })).toBe(2);
  return removed;
}

describe('a sweep removes stored originals', () => {
  it('once no message in quarantine can refer to them', async () =>
    expect(await removedBefore(7 * DAY)).toEqual([90]));
  it('or later, with the records', async () => expect(await removedBefore(365 * DAY)).toEqual([365]));
  it('if there is a store of them', async () =>
    expect(await sweep({ ...appOfTwins().dependencies, store: undefined })).toBe(0));
});

it('a sweep of the ledger may go on for eight minutes, and leaves the rest to the next', async () => {
  const { dependencies, clock } = appOfTwins();
  const allowed: boolean[] = [];
  const ledger = {
    ...dependencies.ledger,
    sweep: (_now: Date, mayGoOn = () => true) => {
      for (let minute = 0; minute < 10; minute++) {
        allowed.push(mayGoOn());
        clock.advance(60_000);
      }
      return Promise.resolve(0);
    },
  };
  await sweep({ ...dependencies, ledger, store: undefined });
  expect(allowed.filter(Boolean)).toHaveLength(8);
});
