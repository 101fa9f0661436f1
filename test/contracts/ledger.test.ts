import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ledgerTable } from '../../shared/adapters/connections/ledger-table';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { EntryKey } from '../../shared/core/ids';
import type { ApprovalRequest, Resolution } from '../../shared/core/approval';
import { summaryOf } from '../../shared/core/outcome';
import type { Lease, LeaseTerms, Ledger, OutcomeEntry } from '../../shared/ports/ledger';
import { resultMessage } from '../../shared/messages/result-message';
import { startTableStorage } from '../../local/storage/table-storage';
import { anApprovalRequest } from '../support/builders';
import { outcomeOf, outcomes } from '../support/outcomes';

interface Side {
  readonly ledger: Ledger;
  stop(): Promise<void>;
}

async function realSide(): Promise<Side> {
  const storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  const { connectionString } = storage;
  const table = ledgerTable({ kind: 'connectionString', connectionString }, () => {
    throw new Error('A connection string needs no credential.');
  });
  return { ledger: tableLedger(table), stop: () => storage.stop() };
}

const twinSide = (): Promise<Side> =>
  Promise.resolve({ ledger: inMemoryLedger(), stop: () => Promise.resolve() });

const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const HOUR = 3_600_000;
const at = (ms: number): Date => new Date(NOW + ms);
const aKey = (): EntryKey => ({ partition: `request-${randomUUID()}`, row: 'user-1' });
const term = { now: at(0), expiresAt: at(24 * HOUR) };

function terms(holder: string, changes: Partial<LeaseTerms<unknown>> = {}): LeaseTerms<unknown> {
  return { ...term, holder, until: at(15_000), ...changes };
}

function entryOf(name: string, reason = 'Spray'): OutcomeEntry {
  const outcome = { ...outcomeOf('signOutPending'), id: name, reason };
  return { message: resultMessage(outcome, 'fr'), verdict: summaryOf(outcome) };
}

function inLargerMemory({ message, verdict }: OutcomeEntry): OutcomeEntry {
  const memory = new Uint8Array(message.body.length + 200).fill(1);
  memory.set(message.body, 100);
  return { message: { ...message, body: memory.subarray(100, 100 + message.body.length) }, verdict };
}

describe.each([
  ['the in-memory twin', twinSide],
  ['table storage', realSide],
])('%s', (_name, start) => {
  let side: Side;
  let ledger: Ledger;
  beforeAll(async () => {
    side = await start();
    ledger = side.ledger;
  });
  afterAll(() => side.stop());

  async function claimed(key: EntryKey, holder = 'me'): Promise<Lease> {
    const answer = await ledger.outcomes.lease(key, terms(holder));
    if (answer.kind !== 'claimed') throw new Error(`${holder} did not get the claim.`);
    return answer.lease;
  }

  describe('a claim', () => {
    it('is given to one of many who want it at once', async () => {
      const key = aKey();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => ledger.outcomes.lease(key, terms(`holder-${String(n)}`))),
      );
      expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === 'held')).toHaveLength(19);
    });
    it('keeps others away until it lapses', async () => {
      const key = aKey();
      await claimed(key);
      const ask = (ms: number) =>
        ledger.outcomes.lease(key, terms('another', { now: at(ms), until: at(ms + 15_000) }));
      expect(await ask(14_999)).toEqual({ kind: 'held', until: at(15_000) });
      expect(await ask(15_000)).toMatchObject({ kind: 'claimed' });
      const third = terms('third', { now: at(15_000) });
      expect(await ledger.outcomes.lease(key, third)).toEqual({ kind: 'held', until: at(30_000) });
    });
    it('can be prolonged by its holder, as often as need be', async () => {
      const key = aKey();
      const first = await claimed(key);
      const second = await ledger.outcomes.renew(first, at(30_000));
      const third = second && (await ledger.outcomes.renew(second, at(45_000)));
      expect(await ledger.outcomes.lease(key, terms('another', { now: at(44_999) }))).toEqual({
        kind: 'held',
        until: at(45_000),
      });
      expect(third && (await ledger.outcomes.record(third, entryOf('o')))).toMatchObject({
        kind: 'recorded',
      });
    });
    it('that was taken over can neither be prolonged, nor released, nor recorded by who had it', async () => {
      const key = aKey();
      const mine = await claimed(key);
      const taken = await ledger.outcomes.lease(
        key,
        terms('another', { now: at(15_000), until: at(30_000) }),
      );
      expect(taken.kind).toBe('claimed');
      expect(await ledger.outcomes.renew(mine, at(60_000))).toBeUndefined();
      await ledger.outcomes.release(mine);
      expect(await ledger.outcomes.record(mine, entryOf('mine'))).toEqual({ kind: 'lost' });
      expect(await ledger.outcomes.lease(key, terms('third', { now: at(20_000) }))).toEqual({
        kind: 'held',
        until: at(30_000),
      });
    });
    it('that is released is free at once', async () => {
      const key = aKey();
      await ledger.outcomes.release(await claimed(key));
      expect(await ledger.outcomes.lease(key, terms('another'))).toMatchObject({ kind: 'claimed' });
    });
  });

  describe('what is recorded', () => {
    it.each(Object.entries(outcomes))('comes back byte for byte: the outcome %s', async (name, outcome) => {
      const key = aKey();
      const entry = { message: resultMessage({ ...outcome, id: name }, 'en'), verdict: summaryOf(outcome) };
      expect(await ledger.outcomes.record(await claimed(key), entry)).toMatchObject({ kind: 'recorded' });
      const answer = await ledger.outcomes.lease(key, terms('another', { now: at(HOUR) }));
      if (answer.kind !== 'recorded') throw new Error('The outcome was not recorded.');
      const { body, ...rest } = answer.entry.message;
      expect(Buffer.compare(Buffer.from(body), Buffer.from(entry.message.body))).toBe(0);
      expect({ ...rest, body: [] }).toEqual({ ...entry.message, body: [] });
      expect(answer.entry.verdict).toEqual(entry.verdict);
    });
    it.each([
      ['larger than a column of a table', (entry: OutcomeEntry) => entry],
      ['a part of some larger memory', inLargerMemory],
    ])('may be %s', async (_what, arrange) => {
      const key = aKey();
      const entry = arrange(entryOf('large', 'ä'.repeat(40_000)));
      await ledger.outcomes.record(await claimed(key), entry);
      const read = await ledger.outcomes.read(key, at(0));
      expect(Buffer.compare(Buffer.from(read?.message.body ?? []), Buffer.from(entry.message.body))).toBe(0);
    });
    it('is what the first has recorded: who comes later is given that', async () => {
      const key = aKey();
      const mine = await claimed(key);
      const other = await ledger.outcomes.lease(key, terms('another', { now: at(15_000) }));
      if (other.kind !== 'claimed') throw new Error('A lapsed claim was not given away.');
      await ledger.outcomes.record(other.lease, entryOf('theirs'));
      const answer = await ledger.outcomes.record(mine, entryOf('mine'));
      expect(answer).toMatchObject({ kind: 'recorded', entry: { verdict: { id: 'theirs' } } });
    });
    it('is claimed anew when it no longer stands, or when its time is over', async () => {
      const key = aKey();
      await ledger.outcomes.record(await claimed(key), entryOf('o'));
      const ask = (changes: Partial<LeaseTerms<OutcomeEntry>>) =>
        ledger.outcomes.lease(key, { ...terms('another'), ...changes });
      expect(await ask({ stillValid: ({ verdict }) => verdict.id === 'o' })).toMatchObject({
        kind: 'recorded',
      });
      expect(await ask({ now: at(24 * HOUR - 1) })).toMatchObject({ kind: 'recorded' });
      const late = { now: at(24 * HOUR), until: at(25 * HOUR), expiresAt: at(48 * HOUR) };
      expect(await ask({ ...late, stillValid: () => true })).toMatchObject({ kind: 'claimed' });
      const again = aKey();
      await ledger.outcomes.record(await claimed(again), entryOf('o'));
      expect(
        await ledger.outcomes.lease(again, { ...terms('another'), stillValid: () => false }),
      ).toMatchObject({
        kind: 'claimed',
      });
    });
    it('can be read without a claim, and only once it is recorded', async () => {
      const key = { ...aKey(), row: 'revocation' };
      const revocation = { outcomeId: 'o', revokedAt: '2026-11-23T10:00:00.000Z' };
      const { revocations } = ledger;
      expect(await revocations.read(key, at(0))).toBeUndefined();
      const answer = await revocations.lease(key, terms('me'));
      expect(await revocations.read(key, at(0))).toBeUndefined();
      if (answer.kind === 'claimed') await revocations.record(answer.lease, revocation);
      expect(await revocations.read(key, at(0))).toEqual(revocation);
      expect(await revocations.read(key, at(24 * HOUR))).toBeUndefined();
    });
  });

  describe('a request', () => {
    it('keeps the payload with which it came first', async () => {
      const { partition } = aKey();
      expect(await ledger.requests.enter(partition, 'first', term)).toBe('first');
      expect(await ledger.requests.enter(partition, 'second', term)).toBe('first');
      expect(await ledger.requests.enter(partition, 'first', { ...term, now: at(HOUR) })).toBe('first');
    });
    it('may be another once its time is over', async () => {
      const { partition } = aKey();
      await ledger.requests.enter(partition, 'first', term);
      const later = { now: at(24 * HOUR), expiresAt: at(48 * HOUR) };
      expect(await ledger.requests.enter(partition, 'second', later)).toBe('second');
      expect(await ledger.requests.enter(partition, 'third', { ...later, now: at(25 * HOUR) })).toBe(
        'second',
      );
    });
    it('has one payload, however many come at once', async () => {
      const { partition } = aKey();
      const payloads = Array.from({ length: 10 }, (_, n) => `payload-${String(n)}`);
      const standing = await Promise.all(
        payloads.map((payload) => ledger.requests.enter(partition, payload, term)),
      );
      expect(new Set(standing).size).toBe(1);
    });
  });

  describe('the brake', () => {
    const brake = { users: 25, windowMs: HOUR };
    const use = (tenantId: string, userId: string, ms = 0) => ({ tenantId, userId, brake, now: at(ms) });
    it('lets as many pass as it has room for, of however many at once, and tells once that it holds', async () => {
      const tenantId = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, n) => ledger.brake.take(use(tenantId, `user-${String(n)}`))),
      );
      expect(answers.filter(({ kind }) => kind === 'free')).toHaveLength(25);
      expect(answers.filter((answer) => answer.kind === 'full' && answer.tripped)).toHaveLength(1);
    });
    it('knows those again whom it has counted, for the length of the window', async () => {
      const tenantId = randomUUID();
      for (let n = 0; n < 25; n++) await ledger.brake.take(use(tenantId, `user-${String(n)}`));
      expect(await ledger.brake.take(use(tenantId.toUpperCase(), 'USER-7', 1))).toEqual({ kind: 'free' });
      expect(await ledger.brake.take(use(tenantId, 'another', HOUR - 1))).toMatchObject({ kind: 'full' });
      expect(await ledger.brake.take(use(tenantId, 'another', HOUR))).toEqual({ kind: 'free' });
    });
    it('can be asked without anybody being counted', async () => {
      const tenantId = randomUUID();
      for (let n = 0; n < 40; n++) {
        expect(await ledger.brake.hasCapacity(use(tenantId, `user-${String(n)}`))).toBe(true);
      }
      for (let n = 0; n < 25; n++) await ledger.brake.take(use(tenantId, `user-${String(n)}`));
      expect(await ledger.brake.hasCapacity(use(tenantId, 'user-3'))).toBe(true);
      expect(await ledger.brake.hasCapacity(use(tenantId, 'another'))).toBe(false);
    });
    it('counts for each tenant by itself', async () => {
      const [one, other] = [randomUUID(), randomUUID()];
      for (let n = 0; n < 25; n++) await ledger.brake.take(use(one, `user-${String(n)}`));
      expect(await ledger.brake.take(use(other, 'user-26'))).toEqual({ kind: 'free' });
    });
  });

  describe('a request at rest', () => {
    const rested = (changes: Partial<ApprovalRequest> = {}): ApprovalRequest =>
      anApprovalRequest({ confirmation: randomUUID(), ...changes });
    const listed = async (): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { confirmation } of ledger.approvals.pending()) ids.push(confirmation);
      return ids;
    };
    const approve = (key: string): Resolution => ({
      decision: 'approve',
      by: 'lead@contoso.com',
      at: at(0).toISOString(),
      key,
    });
    it('comes back as it was laid down, and is listed while it waits', async () => {
      const held = rested();
      await ledger.approvals.put(held, term);
      expect(await ledger.approvals.find(held.confirmation)).toMatchObject({ held });
      expect(await listed()).toContain(held.confirmation);
    });
    it('is laid down once: a repetition does not change it', async () => {
      const held = rested();
      await ledger.approvals.put(held, term);
      await ledger.approvals.put({ ...held, outcomeId: 'another' }, term);
      expect((await ledger.approvals.find(held.confirmation))?.held.outcomeId).toBe(held.outcomeId);
    });
    it('is waited for until one of many decisions ends that, which is then told to all', async () => {
      const held = rested();
      await ledger.approvals.put(held, term);
      const standing = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          ledger.approvals.resolve(held.confirmation, approve(`key-${String(n)}`)),
        ),
      );
      expect(new Set(standing.map(({ key }) => key)).size).toBe(1);
      const found = await ledger.approvals.find(held.confirmation);
      expect(found?.resolution).toEqual(standing[0]);
      expect(found?.held).toEqual(held);
      expect(await listed()).not.toContain(held.confirmation);
    });
    it('that nobody has laid down is not there, whatever it is called', async () => {
      for (const id of ['nothing', "a'b", 'a/b#c?d\\e', 'ü', ' '.repeat(3)]) {
        expect(await ledger.approvals.find(id)).toBeUndefined();
      }
    });
    it('is forgotten when its time is over', async () => {
      const held = rested();
      await ledger.approvals.put(held, { now: at(0), expiresAt: at(2000 * HOUR) });
      await ledger.sweep(at(2000 * HOUR - 1));
      expect(await ledger.approvals.find(held.confirmation)).toBeDefined();
      await ledger.sweep(at(2002 * HOUR));
      expect(await ledger.approvals.find(held.confirmation)).toBeUndefined();
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
      const done = await ledger.outcomes.lease(old, terms('me', soon));
      if (done.kind === 'claimed') await ledger.outcomes.record(done.lease, entryOf('old'));
      const waited = await ledger.outcomes.lease(renewed, terms('me', late));
      if (waited.kind === 'claimed') await ledger.outcomes.record(waited.lease, entryOf('renewed'));
      const revocation = await ledger.revocations.lease({ ...aKey(), row: 'revocation' }, terms('me', soon));
      expect(revocation.kind).toBe('claimed');

      expect(await ledger.sweep(at(HOUR - 1))).toBe(0);
      // The request and the outcome of the old one, the request of the renewed one, and the revocation.
      expect(await ledger.sweep(at(3 * HOUR))).toBe(4);
      expect(await ledger.sweep(at(3 * HOUR))).toBe(0);
      expect(await ledger.outcomes.read(renewed, at(3 * HOUR))).toBeDefined();
      expect(await ledger.requests.enter(fresh.partition, 'q', { ...late, now: at(3 * HOUR) })).toBe('p');
      // What outlived its partition's note is found all the same.
      expect(await ledger.sweep(at(11 * HOUR))).toBe(2);
    });
  });
});
