import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntryKey, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { resultMessage, summaryOf } from '../../shared/messages/result-message';
import type { Lease, LeaseTerms, Ledger, OutcomeEntry } from '../../shared/ports/ledger';
import { outcomes } from '../support/outcomes';
import type { LedgerSide } from './ledger-sides';
import { HOUR, aKey, aPartition, at, entryOf, ledgerSides, term, terms } from './ledger-sides';

function inLargerMemory({ message, summary }: OutcomeEntry): OutcomeEntry {
  const memory = new Uint8Array(message.body.length + 200).fill(1);
  memory.set(message.body, 100);
  return { message: { ...message, body: memory.subarray(100, 100 + message.body.length) }, summary };
}

describe.each(ledgerSides)('%s', (_name, start) => {
  let side: LedgerSide;
  let ledger: Ledger;
  beforeAll(async () => {
    side = await start();
    ledger = side.ledger;
  });
  afterAll(() => side.stop());

  async function acquired(key: EntryKey, leaseId = 'mine'): Promise<Lease> {
    const answer = await ledger.outcomes.acquire(key, terms(leaseId));
    if (answer.kind !== 'acquired') throw new Error(`${leaseId} was not acquired.`);
    return answer.lease;
  }

  describe('a lease', () => {
    it('is acquired by one of many callers at once', async () => {
      const key = aKey();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => ledger.outcomes.acquire(key, terms(`lease-${String(n)}`))),
      );
      expect(answers.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === 'busy')).toHaveLength(19);
    });
    it('keeps the entry busy until it expires', async () => {
      const key = aKey();
      await acquired(key);
      const acquire = (ms: number) =>
        ledger.outcomes.acquire(key, terms('another', { now: at(ms), leaseExpiresAt: at(ms + 15_000) }));
      expect(await acquire(14_999)).toEqual({ kind: 'busy', leaseExpiresAt: at(15_000) });
      expect(await acquire(15_000)).toMatchObject({ kind: 'acquired' });
      const third = terms('third', { now: at(15_000) });
      expect(await ledger.outcomes.acquire(key, third)).toEqual({ kind: 'busy', leaseExpiresAt: at(30_000) });
    });
    it('can be renewed by its holder again and again', async () => {
      const key = aKey();
      const first = await acquired(key);
      const second = await ledger.outcomes.renew(first, at(30_000));
      const third = second && (await ledger.outcomes.renew(second, at(45_000)));
      expect(await ledger.outcomes.acquire(key, terms('another', { now: at(44_999) }))).toEqual({
        kind: 'busy',
        leaseExpiresAt: at(45_000),
      });
      expect(third && (await ledger.outcomes.record(third, entryOf('o')))).toMatchObject({
        kind: 'recorded',
      });
    });
    it('that was lost can be neither renewed, nor released, nor ended with an entry', async () => {
      const key = aKey();
      const mine = await acquired(key);
      const another = await ledger.outcomes.acquire(
        key,
        terms('another', { now: at(15_000), leaseExpiresAt: at(30_000) }),
      );
      expect(another.kind).toBe('acquired');
      expect(await ledger.outcomes.renew(mine, at(60_000))).toBeUndefined();
      await ledger.outcomes.release(mine);
      expect(await ledger.outcomes.record(mine, entryOf('mine'))).toEqual({ kind: 'leaseLost' });
      expect(await ledger.outcomes.acquire(key, terms('third', { now: at(20_000) }))).toEqual({
        kind: 'busy',
        leaseExpiresAt: at(30_000),
      });
    });
    it('that is released can be acquired at once', async () => {
      const key = aKey();
      await ledger.outcomes.release(await acquired(key));
      expect(await ledger.outcomes.acquire(key, terms('another'))).toMatchObject({ kind: 'acquired' });
    });
  });

  describe('a recorded entry', () => {
    it.each(Object.entries(outcomes))('is read byte for byte: the outcome %s', async (name, outcome) => {
      const key = aKey();
      const message = resultMessage({ ...outcome, id: storedId<OutcomeId>(name) }, 'en');
      const entry = { message, summary: summaryOf(outcome, 'en') };
      expect(await ledger.outcomes.record(await acquired(key), entry)).toMatchObject({ kind: 'recorded' });
      const answer = await ledger.outcomes.acquire(key, terms('another', { now: at(HOUR) }));
      if (answer.kind !== 'recorded') throw new Error('The outcome was not recorded.');
      const { body, ...rest } = answer.entry.message;
      expect(Buffer.compare(Buffer.from(body), Buffer.from(entry.message.body))).toBe(0);
      expect({ ...rest, body: [] }).toEqual({ ...entry.message, body: [] });
      expect(answer.entry.summary).toEqual(entry.summary);
    });
    it.each([
      ['larger than a column of a table', (entry: OutcomeEntry) => entry],
      ['a part of some larger memory', inLargerMemory],
    ])('may be %s', async (_what, arrange) => {
      const key = aKey();
      const entry = arrange(entryOf('large', 'ä'.repeat(40_000)));
      await ledger.outcomes.record(await acquired(key), entry);
      const read = await ledger.outcomes.read(key, at(0));
      expect(Buffer.compare(Buffer.from(read?.message.body ?? []), Buffer.from(entry.message.body))).toBe(0);
    });
    it('is the first one: a later holder gets that one back', async () => {
      const key = aKey();
      const mine = await acquired(key);
      const other = await ledger.outcomes.acquire(key, terms('another', { now: at(15_000) }));
      if (other.kind !== 'acquired') throw new Error('An expired lease could not be acquired.');
      await ledger.outcomes.record(other.lease, entryOf('theirs'));
      const answer = await ledger.outcomes.record(mine, entryOf('mine'));
      expect(answer).toMatchObject({ kind: 'recorded', entry: { summary: { id: 'theirs' } } });
    });
    it('can be leased again when it is no longer valid, or has expired', async () => {
      const key = aKey();
      await ledger.outcomes.record(await acquired(key), entryOf('o'));
      const acquire = (changes: Partial<LeaseTerms<OutcomeEntry>>) =>
        ledger.outcomes.acquire(key, { ...terms('another'), ...changes });
      expect(await acquire({ stillValid: ({ summary }) => summary.id === 'o' })).toMatchObject({
        kind: 'recorded',
      });
      expect(await acquire({ now: at(24 * HOUR - 1) })).toMatchObject({ kind: 'recorded' });
      const late = { now: at(24 * HOUR), leaseExpiresAt: at(25 * HOUR), expiresAt: at(48 * HOUR) };
      expect(await acquire({ ...late, stillValid: () => true })).toMatchObject({ kind: 'acquired' });
      const again = aKey();
      await ledger.outcomes.record(await acquired(again), entryOf('o'));
      expect(
        await ledger.outcomes.acquire(again, { ...terms('another'), stillValid: () => false }),
      ).toMatchObject({ kind: 'acquired' });
    });
    it('can be read without a lease, and only once it is recorded', async () => {
      const key = { ...aKey(), row: 'revocation' };
      const revocation = { outcomeId: storedId<OutcomeId>('o'), revokedAt: '2026-11-23T10:00:00.000Z' };
      const { revocations } = ledger;
      expect(await revocations.read(key, at(0))).toBeUndefined();
      const answer = await revocations.acquire(key, terms('mine'));
      expect(await revocations.read(key, at(0))).toBeUndefined();
      if (answer.kind === 'acquired') await revocations.record(answer.lease, revocation);
      expect(await revocations.read(key, at(0))).toEqual(revocation);
      expect(await revocations.read(key, at(24 * HOUR))).toBeUndefined();
    });
  });

  describe('a request', () => {
    it('keeps the payload with which it came first', async () => {
      const partition = aPartition();
      expect(await ledger.requests.enter(partition, 'first', term)).toBe('first');
      expect(await ledger.requests.enter(partition, 'second', term)).toBe('first');
      expect(await ledger.requests.enter(partition, 'first', { ...term, now: at(HOUR) })).toBe('first');
    });
    it('may have another payload once it has expired', async () => {
      const partition = aPartition();
      await ledger.requests.enter(partition, 'first', term);
      const later = { now: at(24 * HOUR), expiresAt: at(48 * HOUR) };
      expect(await ledger.requests.enter(partition, 'second', later)).toBe('second');
      expect(await ledger.requests.enter(partition, 'third', { ...later, now: at(25 * HOUR) })).toBe(
        'second',
      );
    });
    it('has one payload, however many are entered at once', async () => {
      const partition = aPartition();
      const payloads = Array.from({ length: 10 }, (_, n) => `payload-${String(n)}`);
      const entered = await Promise.all(
        payloads.map((payload) => ledger.requests.enter(partition, payload, term)),
      );
      expect(new Set(entered).size).toBe(1);
    });
  });

  describe('the sweep', () => {
    it('removes what has expired, and nothing else', async () => {
      await ledger.sweep(at(1000 * HOUR));
      const [old, fresh, renewed] = [aKey(), aKey(), aKey()];
      const soon = { now: at(0), expiresAt: at(HOUR) };
      const late = { now: at(0), expiresAt: at(9 * HOUR) };
      for (const { partition } of [old, renewed]) await ledger.requests.enter(partition, 'p', soon);
      await ledger.requests.enter(fresh.partition, 'p', late);
      const done = await ledger.outcomes.acquire(old, terms('mine', soon));
      if (done.kind === 'acquired') await ledger.outcomes.record(done.lease, entryOf('old'));
      const waited = await ledger.outcomes.acquire(renewed, terms('mine', late));
      if (waited.kind === 'acquired') await ledger.outcomes.record(waited.lease, entryOf('renewed'));
      const revocation = await ledger.revocations.acquire(
        { ...aKey(), row: 'revocation' },
        terms('mine', soon),
      );
      expect(revocation.kind).toBe('acquired');

      expect(await ledger.sweep(at(HOUR - 1))).toBe(0);
      // The request and the outcome of the old one, the request of the renewed one, and the revocation.
      expect(await ledger.sweep(at(3 * HOUR))).toBe(4);
      expect(await ledger.sweep(at(3 * HOUR))).toBe(0);
      expect(await ledger.outcomes.read(renewed, at(3 * HOUR))).toBeDefined();
      expect(await ledger.requests.enter(fresh.partition, 'q', { ...late, now: at(3 * HOUR) })).toBe('p');
      // An entry that outlived its partition's note is found as well.
      expect(await ledger.sweep(at(11 * HOUR))).toBe(2);
    });
  });
});
