import { readConnection } from '../../config/read-tenants';
import type { Connection } from '../../core/connection';
import type { StoredConnections } from '../../ports/connection-store';

/** A row of the table of connections: one for each tenant, by its id. */
export interface ConnectionRow {
  readonly key: string;
  /** JSON. */
  readonly connection: string;
}

/** Reads rows. A row counts for the tenant that is its key, and for no other. */
export function connectionsInRows(rows: readonly ConnectionRow[]): StoredConnections {
  const connections = new Map<string, Connection>();
  const problems = new Map<string, readonly string[]>();
  for (const { key, connection } of rows) {
    const read = readConnection(connection);
    if (read.kind === 'invalid') problems.set(key, read.problems);
    else if (read.value.tenantId !== key.toLowerCase())
      problems.set(key, [`tenantId: is not the key of the row (${key})`]);
    // The keys of rows are compared with their case, and ids of tenants without.
    else if (connections.has(read.value.tenantId)) problems.set(key, ['tenantId: has another row']);
    else connections.set(read.value.tenantId, read.value);
  }
  return { connections: [...connections.values()], problems };
}
