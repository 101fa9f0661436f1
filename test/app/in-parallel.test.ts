import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inParallel } from '../../shared/app/in-parallel';

describe('work in parallel', () => {
  it('keeps to its limit, and uses it', async () => {
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
  it('gives results in the order of the items, whichever ends first', async () => {
    const results = await inParallel([3, 1, 2], 3, async (turns) => {
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      return turns;
    });
    expect(results).toEqual([3, 1, 2]);
  });
  it('does everything before it tells of the first failure', async () => {
    const done: number[] = [];
    const work = inParallel([1, 2, 3, 4], 2, async (item) => {
      await setImmediate();
      if (item < 3) throw new Error(`item ${String(item)}`);
      done.push(item);
    });
    await expect(work).rejects.toThrow('item 1');
    expect(done).toEqual([3, 4]);
  });
  it('is done at once when there is nothing to do', async () =>
    expect(await inParallel([], 4, () => Promise.resolve(1))).toEqual([]));
});
