import { describe, expect, it } from '@jest/globals';
import { putNewest } from '../../shared/core/put-newest';

describe('entries in memory', () => {
  it('are at most 10,000, of which the newest 9,900 are always there', () => {
    const entries = new Map<string, number>();
    const missing: number[] = [];
    let most = 0;
    for (let n = 0; n < 25_000; n++) {
      putNewest(entries, String(n), n);
      most = Math.max(most, entries.size);
      if (n >= 9_899 && !entries.has(String(n - 9_899))) missing.push(n - 9_899);
    }
    expect(most).toBe(10_000);
    expect(missing).toStrictEqual([]);
    expect([...entries.keys()].at(-1)).toBe('24999');
  });

  it('count as the newest when they are put again', () => {
    const entries = new Map<string, number>();
    for (let n = 0; n < 10_000; n++) putNewest(entries, String(n), n);
    putNewest(entries, '0', -1);
    putNewest(entries, 'one more', 1);
    expect(entries.get('0')).toBe(-1);
    expect(entries.has('1')).toBe(false);
    expect(entries.size).toBe(9_900);
  });
});
