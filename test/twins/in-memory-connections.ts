import { connectionsInRows } from '../../shared/adapters/tenants/connection-rows';
import type { ConnectionStore } from '../../shared/ports/connection-store';

/** The twin of the store of connections, and its rows by their keys. */
export function inMemoryConnections(): ConnectionStore & { readonly rows: Map<string, string> } {
  const rows = new Map<string, string>();
  const keysOf = (tenantId: string): readonly string[] =>
    [...rows.keys()].filter((key) => key.toLowerCase() === tenantId.toLowerCase());
  const remove = (tenantId: string): boolean => keysOf(tenantId).filter((key) => rows.delete(key)).length > 0;
  return {
    rows,
    list: () =>
      Promise.resolve(connectionsInRows([...rows].map(([key, connection]) => ({ key, connection })))),
    put: (tenantId, json) => {
      remove(tenantId);
      rows.set(tenantId.toLowerCase(), json);
      return Promise.resolve();
    },
    remove: (tenantId) => Promise.resolve(remove(tenantId)),
  };
}
