import { protectedKey } from '../../core/ids';
import type { KnownEntry } from '../../core/protected-entry';
import { withEarlierIds } from '../../core/protected-entry';
import type { ProtectedEntryStore } from '../../ports/ledger';

/** What protected entries have led to, in memory. */
export function inMemoryProtectedEntries(): ProtectedEntryStore {
  const known = new Map<string, Map<string, KnownEntry>>();
  return {
    read: (tenantId) => Promise.resolve([...(known.get(tenantId)?.values() ?? [])]),
    record: (tenantId, found) => {
      const entries = known.get(tenantId) ?? new Map<string, KnownEntry>();
      const { row } = protectedKey(tenantId, found.kind, found.entry);
      entries.set(row, withEarlierIds(found, entries.get(row)));
      known.set(tenantId, entries);
      return Promise.resolve();
    },
  };
}
