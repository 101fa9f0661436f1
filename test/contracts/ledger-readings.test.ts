import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LedgerSide } from './ledger-sides';
import { HOUR, aKey, at, ledgerSides, term } from './ledger-sides';

describe.each(ledgerSides)('%s: the notes of readings', (_name, start) => {
  let side: LedgerSide;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it('are found until the reading has ended', async () => {
    const { readings } = side.ledger;
    const key = aKey();
    expect(await readings.find(key)).toBeUndefined();
    const noted = await readings.begin(key, 1, undefined, term);
    expect(await readings.find(key)).toMatchObject({ key, unfinished: 1, version: noted?.version });
    if (noted) await readings.end(noted);
    expect(await readings.find(key)).toBeUndefined();
  });
  it('are made by one process only, of several at once', async () => {
    const { readings } = side.ledger;
    const key = aKey();
    const noted = await Promise.all([1, 2, 3].map(() => readings.begin(key, 1, undefined, term)));
    expect(noted.filter((one) => one !== undefined)).toHaveLength(1);
  });
  it('are made in place of the one that was found, unless that has changed', async () => {
    const { readings } = side.ledger;
    const key = aKey();
    const first = await readings.begin(key, 1, undefined, term);
    const second = await readings.begin(key, 2, first, term);
    expect(second?.unfinished).toBe(2);
    expect(await readings.begin(key, 2, first, term)).toBeUndefined();
    // The first reading ends late: the note of the second stays.
    if (first) await readings.end(first);
    expect(await readings.find(key)).toMatchObject({ unfinished: 2, version: second?.version });
  });
  it('that never ended are removed with the records', async () => {
    const { readings } = side.ledger;
    const key = aKey();
    await readings.begin(key, 1, undefined, { now: at(0), expiresAt: at(HOUR) });
    await side.ledger.sweep(at(3 * HOUR));
    expect(await readings.find(key)).toBeUndefined();
  });
});
