import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  ENTRIES_KEPT_MS,
  rememberedProtectedEntries,
} from '../../shared/adapters/ledger/remembered-protected-entries';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { KnownEntry } from '../../shared/core/protected-entry';
import { protectedKey } from '../../shared/core/ids';
import type { ProtectedEntryStore } from '../../shared/ports/ledger';
import { fixedClock } from '../support/fixed-clock';
import type { LedgerSide } from './ledger-sides';
import { HOUR, at, ledgerSides, tableSide } from './ledger-sides';

const aKnownEntry = (changes: Partial<KnownEntry> = {}): KnownEntry => ({
  kind: 'user',
  entry: 'break-glass@contoso.com',
  ids: ['id-1'],
  state: 'resolved',
  checkedAt: at(0).toISOString(),
  ...changes,
});

describe.each(ledgerSides)('%s: what protected entries have led to', (_name, start) => {
  let side: LedgerSide;
  let store: ProtectedEntryStore;
  let tenant: string;
  beforeAll(async () => {
    side = await start();
    store = side.ledger.protectedEntries;
  });
  afterAll(() => side.stop());
  beforeEach(() => {
    tenant = randomUUID();
  });

  it('is nothing before anything is recorded', async () => expect(await store.read(tenant)).toEqual([]));
  it('is read as it was recorded, entry by entry', async () => {
    const entries = [
      aKnownEntry(),
      aKnownEntry({ kind: 'group', entry: 'g-1', ids: ['g-1'] }),
      aKnownEntry({ kind: 'user', entry: "o'n\u0435il/#?\\@contoso.com", ids: [], state: 'notFound' }),
    ];
    for (const entry of entries) await store.record(tenant, entry);
    const read = await store.read(tenant);
    expect(read).toHaveLength(entries.length);
    expect(read).toEqual(expect.arrayContaining(entries));
  });
  it('is that of one tenant', async () => {
    await store.record(tenant, aKnownEntry());
    expect(await store.read(randomUUID())).toEqual([]);
  });
  it('keeps every id, whatever a later look-up finds', async () => {
    await store.record(tenant, aKnownEntry({ ids: ['id-1'] }));
    await store.record(tenant, aKnownEntry({ ids: [], state: 'renamed' }));
    await store.record(tenant, aKnownEntry({ ids: ['id-2', 'id-1'], state: 'several' }));
    expect(await store.read(tenant)).toEqual([aKnownEntry({ ids: ['id-1', 'id-2'], state: 'several' })]);
  });
  it('keeps the ids that several instances record at once', async () => {
    const ids = Array.from({ length: 5 }, (_, n) => `id-${String(n)}`);
    await Promise.all(ids.map((id) => store.record(tenant, aKnownEntry({ ids: [id] }))));
    const [known] = await store.read(tenant);
    expect(known?.ids.toSorted()).toEqual(ids);
  });
  it('is never swept', async () => {
    await store.record(tenant, aKnownEntry());
    await side.ledger.sweep(at(100_000 * HOUR));
    expect(await store.read(tenant)).toEqual([aKnownEntry()]);
  });
});

describe('what a table stores of protected entries', () => {
  it('is read by a process that did not write it, and by versions that do not know its state', async () => {
    const side = await tableSide();
    const { table, ledger } = side;
    try {
      const tenant = randomUUID();
      await ledger.protectedEntries.record(tenant, aKnownEntry());
      const { partition: partitionKey, row: rowKey } = protectedKey(
        tenant,
        'user',
        'break-glass@contoso.com',
      );
      await table.updateEntity({ partitionKey, rowKey, state: 'ofALaterVersion' }, 'Merge');
      expect(await tableLedger(table).protectedEntries.read(tenant)).toEqual([
        aKnownEntry({ state: 'notFound' }),
      ]);
    } finally {
      await side.stop();
    }
  });
});

describe('the short memory for what is known', () => {
  const clock = fixedClock();
  function counted(answers: () => Promise<readonly KnownEntry[]>) {
    const calls = { reads: 0 };
    const store: ProtectedEntryStore = {
      read: () => {
        calls.reads++;
        return answers();
      },
      record: () => Promise.resolve(),
    };
    return { calls, store: rememberedProtectedEntries(store, clock) };
  }
  it('reads once for all who ask within its time, and again after it', async () => {
    const { calls, store } = counted(() => Promise.resolve([aKnownEntry()]));
    await Promise.all([store.read('t'), store.read('t')]);
    clock.advance(ENTRIES_KEPT_MS - 1);
    expect(await store.read('t')).toEqual([aKnownEntry()]);
    expect(calls.reads).toBe(1);
    clock.advance(1);
    await store.read('t');
    expect(calls.reads).toBe(2);
  });
  it('reads again after it has recorded', async () => {
    const { calls, store } = counted(() => Promise.resolve([]));
    await store.read('t');
    await store.record('t', aKnownEntry());
    await store.read('t');
    expect(calls.reads).toBe(2);
  });
  it('does not remember a failure', async () => {
    let isDown = true;
    const { store } = counted(() => (isDown ? Promise.reject(new Error('down')) : Promise.resolve([])));
    await expect(store.read('t')).rejects.toThrow('down');
    isDown = false;
    expect(await store.read('t')).toEqual([]);
  });
});
