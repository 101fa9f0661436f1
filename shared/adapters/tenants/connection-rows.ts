import * as z from 'zod';
import { readJson } from '../../config/read-json';
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
  const closed = rows
    .filter(({ key }) => problems.has(key) && !connections.has(key.toLowerCase()))
    .flatMap(closedIn);
  return { connections: [...connections.values()], problems, ...(closed.length > 0 && { closed }) };
}

const senders = z.object({ sources: z.union([z.array(z.string()), z.string().transform((one) => [one])]) });

/** A row that cannot be used. Its senders would speak for the home tenant if no connection listed them. */
function closedIn({ key, connection }: ConnectionRow): readonly Connection[] {
  const json = readJson(connection);
  const read = json.kind === 'valid' ? senders.safeParse(json.value).data : undefined;
  return read ? [{ tenantId: key.toLowerCase(), policy: {}, sources: read.sources, disconnected: true }] : [];
}
