import type { TableClient } from '@azure/data-tables';
import type { ConnectionStore, StoredConnections } from '../../ports/connection-store';
import { tableCall } from '../ledger/table-call';
import type { ConnectionRow } from './connection-rows';
import { connectionRows, connectionsInRows } from './connection-rows';

/** The table of connections, in the account of the ledger. */
export const CONNECTIONS_TABLE = 'RevocationTenants';
const PARTITION = 'tenants';

/** The connections in a table, which the first connection creates. */
export function connectionTable(table: TableClient): ConnectionStore {
  const read = connectionRows();
  const removeRow = (key: string) =>
    tableCall((options) => table.deleteEntity(PARTITION, key, { ...options, etag: '*' }));
  const rowsOf = async (tenantId: string): Promise<readonly string[]> =>
    (await readRows(table))
      .map(({ key }) => key)
      .filter((key) => key.toLowerCase() === tenantId.toLowerCase());
  return {
    list: async () => read(await readRows(table)),
    put: async (tenantId, connection) => {
      const rowKey = tenantId.toLowerCase();
      const write = () =>
        tableCall((options) =>
          table.upsertEntity({ partitionKey: PARTITION, rowKey, connection }, 'Replace', options),
        );
      const written = await write();
      if (written.kind === 'notApplied') {
        await tableCall((options) => table.createTable(options));
        await write();
      }
      for (const key of await rowsOf(tenantId)) if (key !== rowKey) await removeRow(key);
    },
    remove: async (tenantId) => {
      const keys = await rowsOf(tenantId);
      for (const key of keys) await removeRow(key);
      return keys.length > 0;
    },
  };
}

/** Reads all rows of the table once; a table that does not exist has none. */
export async function readConnections(table: Pick<TableClient, 'listEntities'>): Promise<StoredConnections> {
  return connectionsInRows(await readRows(table));
}

async function readRows(table: Pick<TableClient, 'listEntities'>): Promise<readonly ConnectionRow[]> {
  const read = await tableCall(async (options) => {
    const rows: ConnectionRow[] = [];
    const queryOptions = { filter: `PartitionKey eq '${PARTITION}'` };
    for await (const found of table.listEntities({ ...options, queryOptions })) {
      const { rowKey: key = '', connection } = found;
      // A column of another type is a problem of this row alone.
      rows.push({ key, connection: typeof connection === 'string' ? connection : '' });
    }
    return rows;
  });
  return read.kind === 'done' ? read.value : [];
}
