import type { KnownEntry } from '../../core/protected-entry';
import type { Clock } from '../../ports/clock';
import type { ProtectedEntryStore } from '../../ports/ledger';

/** How long what other processes record may remain unknown here. */
export const ENTRIES_KEPT_MS = 20_000;

/**
 * A store that reads what is known at most once per `ENTRIES_KEPT_MS`, however many users are decided on. A failure is
 * not remembered; what this process records is read at once.
 */
export function rememberedProtectedEntries(store: ProtectedEntryStore, clock: Clock): ProtectedEntryStore {
  const remembered = new Map<
    string,
    { readonly at: number; readonly known: Promise<readonly KnownEntry[]> }
  >();
  return {
    read: (tenantId) => {
      const last = remembered.get(tenantId);
      if (last && clock.monotonicMs() - last.at < ENTRIES_KEPT_MS) return last.known;
      const known = store.read(tenantId);
      const entry = { at: clock.monotonicMs(), known };
      remembered.set(tenantId, entry);
      known.catch(() => {
        if (remembered.get(tenantId) === entry) remembered.delete(tenantId);
      });
      return known;
    },
    record: async (tenantId, found) => {
      await store.record(tenantId, found);
      remembered.delete(tenantId);
    },
  };
}
