import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { storageTable } from '../../shared/adapters/connections/ledger-table';
import { inMemorySwitch } from '../../shared/adapters/ledger/in-memory-switch';
import { SWITCH_TABLE, switchTable } from '../../shared/adapters/ledger/switch-table';
import type { SwitchChange } from '../../shared/core/switch-change';
import type { SwitchStore } from '../../shared/ports/switch-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { startTableStorage } from '../../local/storage/table-storage';
import { fixedClock } from '../support/fixed-clock';

interface Side {
  readonly store: SwitchStore;
  stop(): Promise<void>;
}

const tableAt = (connectionString: string) =>
  storageTable({ kind: 'connectionString', connectionString }, SWITCH_TABLE, () => {
    throw new Error('A connection string needs no credential.');
  });

async function tableSide(): Promise<Side> {
  const storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  return { store: switchTable(tableAt(storage.connectionString)), stop: () => storage.stop() };
}

const twinSide = (): Promise<Side> =>
  Promise.resolve({ store: inMemorySwitch(fixedClock()), stop: () => Promise.resolve() });

const stopped = { state: 'stopped', by: 'lead@contoso.com', reason: 'The SIEM is wrong.' } as const;
const running = { state: 'running', by: 'soc@contoso.com', reason: 'The rule is corrected.' } as const;

describe.each([
  ['the in-memory twin', twinSide],
  ['table storage', tableSide],
])('%s: the row of the emergency switch', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());
  const change = async (): Promise<SwitchChange> => {
    const row = await side.store.read();
    if (row.kind !== 'set') throw new Error(`The row is ${row.kind}.`);
    return row.change;
  };

  it('is unset before the switch is first used', async () =>
    expect(await side.store.read()).toEqual({ kind: 'unset' }));
  it('says what it was set to last, by whom, why and since when', async () => {
    const set = await side.store.set(stopped);
    expect(set).toMatchObject(stopped);
    expect(new Date(set.at).toISOString()).toBe(set.at);
    expect(await change()).toEqual(set);
  });
  it('has another id after every change, even one that says the same', async () => {
    const ids = [];
    for (const setting of [stopped, stopped, running]) ids.push((await side.store.set(setting)).id);
    expect(new Set(ids).size).toBe(3);
  });
  it('is replaced only while it is as it was found', async () => {
    const found = await side.store.set(stopped);
    const again = await side.store.set({ ...stopped, reason: 'Again.' });
    expect(await side.store.replace(found, running)).toBeUndefined();
    expect(await change()).toEqual(again);
    expect(await side.store.replace(again, running)).toMatchObject(running);
    expect(await change()).toMatchObject(running);
  });
  it('is replaced by one of several who have found the same', async () => {
    const found = await side.store.set(stopped);
    const answers = await Promise.all([1, 2, 3].map(() => side.store.replace(found, running)));
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
  });
});

describe('table storage that cannot be reached', () => {
  const store = switchTable(
    tableAt(
      'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:9/a;',
    ),
  );
  it('is unavailable, and not a switch that stops nothing', async () => {
    await expect(store.read()).rejects.toBeInstanceOf(Unavailable);
    await expect(store.set(stopped)).rejects.toBeInstanceOf(Unavailable);
  });
});
