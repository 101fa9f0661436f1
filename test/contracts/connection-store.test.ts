import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { storageTable } from '../../shared/adapters/connections/ledger-table';
import { CONNECTIONS_TABLE, connectionTable } from '../../shared/adapters/tenants/connection-table';
import type { ConnectionStore } from '../../shared/ports/connection-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { startTableStorage } from '../../local/storage/table-storage';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { inMemoryConnections } from '../twins/in-memory-connections';

interface Side {
  readonly store: ConnectionStore;
  /** Writes a row as another program would. */
  write(key: string, connection: string | number): Promise<unknown>;
  stop(): Promise<void>;
}

const noCredential = (): never => {
  throw new Error('A connection string needs no credential.');
};
const tableAt = (connectionString: string) =>
  storageTable({ kind: 'connectionString', connectionString }, CONNECTIONS_TABLE, noCredential);

async function tableSide(): Promise<Side> {
  const storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  const table = tableAt(storage.connectionString);
  return {
    store: connectionTable(table),
    write: (rowKey, connection) => table.upsertEntity({ partitionKey: 'tenants', rowKey, connection }),
    stop: () => storage.stop(),
  };
}

function twinSide(): Promise<Side> {
  const store = inMemoryConnections();
  return Promise.resolve({
    store,
    write: (key, connection) =>
      Promise.resolve(store.rows.set(key, typeof connection === 'string' ? connection : '')),
    stop: () => Promise.resolve(),
  });
}

const jsonOf = (tenantId: string, source = 'queue'): string =>
  JSON.stringify({ tenantId, sources: [source] });

describe.each([
  ['the in-memory twin', twinSide],
  ['table storage', tableSide],
])('%s: the store of connections', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());
  const sources = async (): Promise<readonly (readonly string[])[]> =>
    (await side.store.list()).connections.map((connection) => connection.sources);

  it('has none, and nothing to remove, before the first was put', async () => {
    expect(await side.store.list()).toEqual({ connections: [], problems: new Map() });
    expect(await side.store.remove(OTHER_TENANT_ID)).toBe(false);
  });

  describe('with a connection', () => {
    beforeEach(async () => {
      await side.store.remove(TENANT_ID);
      await side.store.put(OTHER_TENANT_ID, jsonOf(OTHER_TENANT_ID));
    });
    it('returns it as it was put last', async () => {
      await side.store.put(OTHER_TENANT_ID.toUpperCase(), jsonOf(OTHER_TENANT_ID, 'webhook:northwind'));
      expect(await sources()).toEqual([['webhook:northwind']]);
    });
    it('holds one for each tenant, and removes that of one tenant alone', async () => {
      await side.store.put(TENANT_ID, jsonOf(TENANT_ID, 'webhook:home'));
      expect(await side.store.remove(OTHER_TENANT_ID)).toBe(true);
      expect(await sources()).toEqual([['webhook:home']]);
    });
    it('puts a row in place of one whose key is written in another case', async () => {
      await side.store.remove(OTHER_TENANT_ID);
      await side.write(OTHER_TENANT_ID.toUpperCase(), jsonOf(OTHER_TENANT_ID, 'webhook:before'));
      await side.store.put(OTHER_TENANT_ID, jsonOf(OTHER_TENANT_ID, 'webhook:after'));
      expect(await sources()).toEqual([['webhook:after']]);
    });
    it('reports a second row of a tenant, and removes both', async () => {
      await side.write(OTHER_TENANT_ID.toUpperCase(), jsonOf(OTHER_TENANT_ID, 'webhook:second'));
      const { connections, problems } = await side.store.list();
      expect([connections.length, [...problems.values()]]).toEqual([1, [['tenantId: has another row']]]);
      await side.store.remove(OTHER_TENANT_ID);
      expect(await side.store.list()).toEqual({ connections: [], problems: new Map() });
    });
    it.each([
      ['with text that is not JSON', '{'],
      ['with a number', 7],
    ])('reports a row %s by its key, and reads the others', async (_what, connection) => {
      await side.write(TENANT_ID, connection);
      const { connections, problems } = await side.store.list();
      expect([connections.length, [...problems]]).toEqual([
        1,
        [[TENANT_ID, [expect.stringMatching(/^is not JSON/)]]],
      ]);
      expect(await side.store.remove(TENANT_ID)).toBe(true);
    });
  });
});

describe('table storage that cannot be reached', () => {
  const store = connectionTable(
    tableAt(
      'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:9/a;',
    ),
  );
  it('is unavailable, and not without connections', () =>
    expect(store.list()).rejects.toBeInstanceOf(Unavailable));
});
