import type { Connection, Connections } from '../../core/connection';
import { connectionsOf, isActive } from '../../core/connection';
import type { Clock } from '../../ports/clock';
import { Unavailable } from '../../ports/unavailable';
import type { StoredConnections } from '../../ports/connection-store';

/** After so many ms the table is read again, beside what is being done. */
const FRESH_MS = 20_000;
/** What is older, in ms, is not used any more: a tenant that was disconnected must be left alone. */
const USABLE_MS = 60_000;

interface Remembered {
  readonly at: number;
  /** As it was read: nothing is indexed again while that is the same object. */
  readonly stored: StoredConnections;
  readonly connections: Connections;
}

/**
 * The connections of a table, as they were at most a minute ago. Of a row that cannot be read any more, what it held
 * before stays; where that is not known, its senders are denied.
 *
 * @throws Unavailable when the table cannot be read, and what is remembered is too old
 */
export function rememberedConnections(
  read: () => Promise<StoredConnections>,
  clock: Clock,
): () => Promise<Connections> {
  let remembered: Remembered | undefined;
  let reading: Promise<Connections> | undefined;

  const refresh = (): Promise<Connections> => {
    reading ??= renewed().finally(() => (reading = undefined));
    return reading;
  };
  const renewed = async (): Promise<Connections> => {
    const at = clock.monotonicMs();
    const stored = await read().catch((cause: unknown) => {
      throw new Unavailable('ledger', cause);
    });
    if (remembered && stored === remembered.stored) {
      remembered = { ...remembered, at };
      return remembered.connections;
    }
    const { connections: found, problems, closed = [] } = stored;
    const before = [...problems.keys()].flatMap((key): readonly Connection[] => {
      const connection = remembered?.connections.to(key);
      return connection && isActive(connection) ? [connection] : [];
    });
    const connections = connectionsOf([...found, ...before, ...closed]);
    remembered = { at, stored, connections };
    return connections;
  };
  return async () => {
    const age = remembered ? clock.monotonicMs() - remembered.at : Infinity;
    if (!remembered || age >= USABLE_MS) return refresh();
    if (age >= FRESH_MS) void refresh().catch(() => undefined);
    return remembered.connections;
  };
}
