import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntryKey } from '../../shared/core/ids';
import type { LeaseTerms, Ledger, SeenEntry } from '../../shared/ports/ledger';
import type { LedgerSide } from './ledger-sides';
import { aKey, at, entryOf, ledgerSides, terms } from './ledger-sides';

describe.each(ledgerSides)('%s', (_name, start) => {
  let side: LedgerSide;
  let ledger: Ledger;
  beforeAll(async () => {
    side = await start();
    ledger = side.ledger;
  });
  afterAll(() => side.stop());

  const acquire = (key: EntryKey, leaseId: string, seen: SeenEntry | undefined, ms = 20_000) => {
    const more: Partial<LeaseTerms<unknown>> = { now: at(ms), leaseExpiresAt: at(ms + 15_000) };
    return ledger.outcomes.acquire(key, { ...terms(leaseId, more), ...(seen && { seen }) });
  };
  const recorded = async (key: EntryKey, id = 'o'): Promise<void> => {
    const answer = await acquire(key, `lease of ${id}`, undefined, 0);
    if (answer.kind === 'acquired') await ledger.outcomes.record(answer.lease, entryOf(id));
  };

  describe('what was seen of an entry', () => {
    it('lets a lease take its place while it is there', async () => {
      const key = aKey();
      await recorded(key);
      const seen = await ledger.outcomes.look(key);
      const answer = await ledger.outcomes.acquire(key, {
        ...terms('mine'),
        stillValid: () => false,
        ...(seen && { seen }),
      });
      expect(answer).toMatchObject({ kind: 'acquired', lease: { leaseId: 'mine' } });
      expect(await acquire(key, 'other', undefined, 1)).toEqual({
        kind: 'busy',
        leaseExpiresAt: at(15_000),
      });
    });
    it('is nothing where there is no entry', async () => {
      const key = aKey();
      const seen = await ledger.outcomes.look(key);
      expect(seen).toBeUndefined();
      expect(await acquire(key, 'mine', seen)).toMatchObject({ kind: 'acquired' });
    });
    it('is not answered when the entry has gone since', async () => {
      const key = aKey();
      const first = await acquire(key, 'first', undefined, 0);
      const seen = await ledger.outcomes.look(key);
      if (first.kind === 'acquired') await ledger.outcomes.release(first.lease);
      expect(await acquire(key, 'mine', seen, 1)).toMatchObject({ kind: 'acquired' });
    });
    it('is not answered when another entry has taken its place', async () => {
      const key = aKey();
      await acquire(key, 'first', undefined, 0);
      const seen = await ledger.outcomes.look(key);
      const second = await acquire(key, 'second', undefined);
      expect(await acquire(key, 'mine', seen)).toEqual({ kind: 'busy', leaseExpiresAt: at(35_000) });
      if (second.kind === 'acquired') await ledger.outcomes.record(second.lease, entryOf('theirs'));
      expect(await acquire(key, 'mine', seen)).toMatchObject({
        kind: 'recorded',
        entry: { summary: { id: 'theirs' } },
      });
    });
    it('gives the place to one of many who have seen it', async () => {
      const key = aKey();
      await acquire(key, 'first', undefined, 0);
      const seen = await ledger.outcomes.look(key);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => acquire(key, `lease-${String(n)}`, seen)),
      );
      expect(answers.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === 'busy')).toHaveLength(9);
    });
  });
});
