import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inParallel } from '../../shared/app/in-parallel';

describe('work in parallel', () => {
  it('keeps to its limit, and reaches it', async () => {
    let running = 0;
    let most = 0;
    await inParallel(
      Array.from({ length: 20 }, (_, n) => n),
      4,
      async () => {
        most = Math.max(most, ++running);
        await setImmediate();
        running--;
      },
    );
    expect(most).toBe(4);
  });
  it('returns results in the order of the items, whichever ends first', async () => {
    const results = await inParallel([3, 1, 2], 3, async (turns) => {
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      return turns;
    });
    expect(results).toEqual([3, 1, 2]);
  });
  it('ends all of it before it rejects with the first failure', async () => {
    const done: number[] = [];
    const work = inParallel([1, 2, 3, 4], 2, async (item) => {
      await setImmediate();
      if (item < 3) throw new Error(`item ${String(item)}`);
      done.push(item);
    });
    await expect(work).rejects.toThrow('item 1');
    expect(done).toEqual([3, 4]);
  });
  it('returns nothing when there are no items', async () =>
    expect(await inParallel([], 4, () => Promise.resolve(1))).toEqual([]));
});
