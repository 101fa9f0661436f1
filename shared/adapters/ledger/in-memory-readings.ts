import type { EntryKey } from '../../core/ids';
import type { NotedReading, ReadingStore } from '../../ports/ledger';

type Stored = NotedReading & { readonly expiresAt: number };

/** Notes of readings in memory, which do not survive the process that they are about, and those that a sweep removes. */
export function inMemoryReadings(): ReadingStore & { readonly entries: Map<string, Stored> } {
  const entries = new Map<string, Stored>();
  let versions = 0;
  const nameOf = ({ partition, row }: EntryKey): string => `${partition}/${row}`;
  return {
    entries,
    find: (key) => Promise.resolve(entries.get(nameOf(key))),
    begin: (key, unfinished, found, { expiresAt }) => {
      const name = nameOf(key);
      if (entries.get(name)?.version !== found?.version) return Promise.resolve(undefined);
      const noted = { key, unfinished, version: String(++versions), expiresAt: expiresAt.getTime() };
      entries.set(name, noted);
      return Promise.resolve(noted);
    },
    end: ({ key, version }) => {
      if (entries.get(nameOf(key))?.version === version) entries.delete(nameOf(key));
      return Promise.resolve();
    },
  };
}
