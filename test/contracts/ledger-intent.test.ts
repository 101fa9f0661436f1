import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntryKey, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Intent } from '../../shared/core/intent';
import type { Lease, LeaseTerms, Ledger } from '../../shared/ports/ledger';
import { AVERY_ID } from '../support/builders';
import type { LedgerSide } from './ledger-sides';
import { HOUR, aKey, at, entryOf, ledgerSides, terms } from './ledger-sides';

const intent: Intent = {
  outcomeId: storedId<OutcomeId>('o-1'),
  userId: AVERY_ID,
  declaredAt: at(0).toISOString(),
  sessionsValidFrom: '2026-01-05T08:00:00Z',
};
const { sessionsValidFrom: _never, ...ofNewUser } = { ...intent, outcomeId: storedId<OutcomeId>('o-2') };

describe.each(ledgerSides)('%s', (_name, start) => {
  let side: LedgerSide;
  let ledger: Ledger;
  beforeAll(async () => {
    side = await start();
    ledger = side.ledger;
  });
  afterAll(() => side.stop());

  const acquire = (key: EntryKey, leaseId: string, ms = 0, more: Partial<LeaseTerms<unknown>> = {}) =>
    ledger.outcomes.acquire(key, terms(leaseId, { now: at(ms), leaseExpiresAt: at(ms + 15_000), ...more }));
  async function acquired(...args: Parameters<typeof acquire>): Promise<Lease> {
    const answer = await acquire(...args);
    if (answer.kind !== 'acquired') throw new Error('The lease was not acquired.');
    return answer.lease;
  }
  const declared = async (lease: Lease): Promise<Lease> =>
    (await ledger.outcomes.renew({ ...lease, intent }, at(15_000))) ?? lease;

  describe('an intent', () => {
    it('that a holder has left is found by the next one, and by the one after it', async () => {
      const key = aKey();
      await declared(await acquired(key, 'first'));
      expect(await acquire(key, 'second', 15_000)).toMatchObject({
        kind: 'acquired',
        interrupted: intent,
        lease: { leaseId: 'second', intent },
      });
      expect(await acquire(key, 'third', 30_000)).toMatchObject({ kind: 'acquired', interrupted: intent });
    });
    it('outlives a renewal', async () => {
      const key = aKey();
      const lease = await declared(await acquired(key, 'first'));
      expect(await ledger.outcomes.renew(lease, at(20_000))).toMatchObject({ intent });
      expect(await acquire(key, 'second', 20_000)).toMatchObject({ interrupted: intent });
    });
    it('can come with the lease, and leaves the one that is found until it is declared', async () => {
      const key = aKey();
      await acquire(key, 'first', 0, { intent });
      const second = await acquire(key, 'second', 15_000, { intent: ofNewUser });
      expect(second).toMatchObject({ interrupted: intent, lease: { intent } });
      const third = await acquired(key, 'third', 30_000);
      expect(await ledger.outcomes.renew({ ...third, intent: ofNewUser }, at(45_000))).toBeDefined();
      expect(await acquire(key, 'fourth', 45_000)).toMatchObject({ interrupted: ofNewUser });
    });
    it('is left by a release, after which the lease can be acquired at once', async () => {
      const key = aKey();
      await ledger.outcomes.release(await declared(await acquired(key, 'first')));
      expect(await acquire(key, 'second')).toMatchObject({ kind: 'acquired', interrupted: intent });
    });
    it('is removed by the release of a lease without it', async () => {
      const key = aKey();
      const { intent: _declared, ...lease } = await declared(await acquired(key, 'first'));
      await ledger.outcomes.release(lease);
      const next = await acquire(key, 'second');
      expect(next.kind).toBe('acquired');
      expect(next).not.toHaveProperty('interrupted');
    });
    it('is not found in an entry that is recorded, or has expired', async () => {
      const [recorded, expired] = [aKey(), aKey()];
      const lease = await declared(await acquired(recorded, 'first'));
      await ledger.outcomes.record(lease, entryOf('o'));
      const second = await acquire(recorded, 'second', 1, { stillValid: () => false });
      expect(second.kind).toBe('acquired');
      expect(second).not.toHaveProperty('interrupted');
      await declared(await acquired(expired, 'first'));
      const late = await acquire(expired, 'second', 24 * HOUR, { expiresAt: at(48 * HOUR) });
      expect(late.kind).toBe('acquired');
      expect(late).not.toHaveProperty('interrupted');
    });
    it('is not entered by a holder that has lost the lease', async () => {
      const key = aKey();
      const lease = await acquired(key, 'first');
      await acquire(key, 'second', 15_000);
      expect(await ledger.outcomes.renew({ ...lease, intent }, at(60_000))).toBeUndefined();
      const third = await acquire(key, 'third', 30_000);
      expect(third.kind).toBe('acquired');
      expect(third).not.toHaveProperty('interrupted');
    });
  });

  describe('a lease belongs to the holder whose id the entry has', () => {
    it('whatever version that holder knows', async () => {
      const key = aKey();
      const old = await acquired(key, 'first');
      // The answer to this renewal is lost.
      await ledger.outcomes.renew(old, at(20_000));
      expect(await ledger.outcomes.renew(old, at(30_000))).toBeDefined();
      const entry = entryOf('o');
      const recorded = await ledger.outcomes.record(old, entry);
      expect(recorded).toEqual({ kind: 'recorded', entry });
    });
    it('and is released by it', async () => {
      const key = aKey();
      const old = await acquired(key, 'first');
      await ledger.outcomes.renew(old, at(20_000));
      await ledger.outcomes.release(old);
      expect(await acquire(key, 'second')).toMatchObject({ kind: 'acquired' });
    });
    it('and what it has recorded is its own, also when it asks again', async () => {
      const lease = await acquired(aKey(), 'first');
      const entry = entryOf('o');
      await ledger.outcomes.record(lease, entry);
      const again = await ledger.outcomes.record(lease, entry);
      expect(again.kind === 'recorded' && again.entry === entry).toBe(true);
      await ledger.outcomes.release(lease);
      expect(await ledger.outcomes.renew(lease, at(60_000))).toBeUndefined();
      expect(await ledger.outcomes.read(lease.key, at(0))).toBeDefined();
    });
  });

  describe('a recorded outcome', () => {
    it('awaits its publication until it is marked as published', async () => {
      const key = aKey();
      await ledger.outcomes.record(await acquired(key, 'first'), entryOf('o'));
      expect(await acquire(key, 'second')).toMatchObject({ entry: { awaitsPublication: true } });
      await ledger.outcomes.markPublished(key);
      await ledger.outcomes.markPublished(key);
      const marked = await acquire(key, 'second');
      expect(marked).toMatchObject({ kind: 'recorded', entry: { summary: entryOf('o').summary } });
      expect(marked.kind === 'recorded' && marked.entry).not.toHaveProperty('awaitsPublication');
    });
    it('may be gone when it is marked', async () => {
      await expect(ledger.outcomes.markPublished(aKey())).resolves.toBeUndefined();
    });
  });
});
