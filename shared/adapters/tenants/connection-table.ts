import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { readConnection } from '../../config/read-tenants';
import type { Connection } from '../../core/connection';

/** The table of connections, in the account of the ledger: one row a tenant, by its id. */
export const CONNECTIONS_TABLE = 'RevocationTenants';
export const CONNECTIONS_PARTITION = 'tenants';

/** What a row holds beside its keys. */
const row = z.object({ rowKey: z.string(), connection: z.string() });

/** What the table holds, and the problems of rows that cannot be used. */
export interface ReadConnections {
  readonly connections: readonly Connection[];
  /** By the key of the row. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
}

/** Reads all rows of the table. A row counts for the tenant that is its key, and for no other. */
export async function readConnections(table: Pick<TableClient, 'listEntities'>): Promise<ReadConnections> {
  const connections: Connection[] = [];
  const problems = new Map<string, readonly string[]>();
  for await (const entity of table.listEntities({
    queryOptions: { filter: `PartitionKey eq '${CONNECTIONS_PARTITION}'` },
  })) {
    const { rowKey, connection = '' } = row.partial({ connection: true }).parse(entity);
    const read = readConnection(connection);
    if (read.kind === 'invalid') problems.set(rowKey, read.problems);
    else if (read.value.tenantId !== rowKey.toLowerCase())
      problems.set(rowKey, [`tenantId: is not the key of the row (${rowKey})`]);
    else connections.push(read.value);
  }
  return { connections, problems };
}
