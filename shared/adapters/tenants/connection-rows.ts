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

/** What a row holds, or why it cannot be used. */
type ReadRow = ReturnType<typeof readConnection>;

interface Known {
  readonly text: string;
  readonly read: ReadRow;
}

/**
 * Reads the rows of a table, again and again: of thousands, few have changed since the last reading, and only these are
 * parsed. When none has changed, it returns the very object that it returned before.
 *
 * @param parse for tests that count
 */
export function connectionRows(
  parse: (text: string) => ReadRow = readConnection,
): (rows: readonly ConnectionRow[]) => StoredConnections {
  let known: ReadonlyMap<string, Known> = new Map();
  let stored: StoredConnections = { connections: [], problems: new Map() };
  return (rows) => {
    const read = new Map<string, Known>();
    const keysBefore = known.keys();
    let hasChanged = rows.length !== known.size;
    for (const { key, connection: text } of rows) {
      const before = known.get(key);
      const isSame = before?.text === text;
      hasChanged ||= !isSame || keysBefore.next().value !== key;
      read.set(key, isSame ? before : { text, read: parse(text) });
    }
    known = read;
    if (hasChanged) stored = storedIn(read);
    return stored;
  };
}

/** Reads rows once. */
export function connectionsInRows(rows: readonly ConnectionRow[]): StoredConnections {
  return connectionRows()(rows);
}

/** A row counts for the tenant that is its key, and for no other. */
function storedIn(rows: ReadonlyMap<string, Known>): StoredConnections {
  const connections = new Map<string, Connection>();
  const problems = new Map<string, readonly string[]>();
  for (const [key, { read }] of rows) {
    if (read.kind === 'invalid') problems.set(key, read.problems);
    else if (read.value.tenantId !== key.toLowerCase())
      problems.set(key, [`tenantId: is not the key of the row (${key})`]);
    // The keys of rows are compared with their case, and ids of tenants without.
    else if (connections.has(read.value.tenantId)) problems.set(key, ['tenantId: has another row']);
    else connections.set(read.value.tenantId, read.value);
  }
  const closed = [...rows]
    .filter(([key]) => problems.has(key) && !connections.has(key.toLowerCase()))
    .flatMap(([key, { text }]) => closedIn(key, text));
  return { connections: [...connections.values()], problems, ...(closed.length > 0 && { closed }) };
}

const senders = z.object({ sources: z.union([z.array(z.string()), z.string().transform((one) => [one])]) });

/** A row that cannot be used. Its senders would speak for the home tenant if no connection listed them. */
function closedIn(key: string, text: string): readonly Connection[] {
  const json = readJson(text);
  const read = json.kind === 'valid' ? senders.safeParse(json.value).data : undefined;
  return read ? [{ tenantId: key.toLowerCase(), policy: {}, sources: read.sources, disconnected: true }] : [];
}
