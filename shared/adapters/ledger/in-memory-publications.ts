import type { ResultMessage } from '../../messages/result-message';
import type { PublicationEntry, PublicationStore } from '../../ports/ledger';
import type { StoredInMemory } from './in-memory-lease-store';
import { inMemoryLeaseStore, nameOf } from './in-memory-lease-store';

/** Recorded messages in memory, and whether each is on the topic. */
export function inMemoryPublications<Entry extends PublicationEntry>(
  stored: Map<string, StoredInMemory<Entry>>,
): PublicationStore<Entry> {
  const store = inMemoryLeaseStore(stored);
  const published = new WeakSet<ResultMessage>();
  const marked = (entry: Entry): Entry =>
    published.has(entry.message) ? entry : { ...entry, awaitsPublication: true };
  return {
    ...store,
    acquire: async (key, terms) => {
      const answer = await store.acquire(key, terms);
      return answer.kind === 'recorded' ? { kind: 'recorded', entry: marked(answer.entry) } : answer;
    },
    record: async (lease, entry) => {
      const answer = await store.record(lease, entry);
      const isOther = answer.kind === 'recorded' && answer.entry !== entry;
      return isOther ? { kind: 'recorded', entry: marked(answer.entry) } : answer;
    },
    read: async (key, now) => {
      const entry = await store.read(key, now);
      return entry && marked(entry);
    },
    markPublished: (key) => {
      const entry = stored.get(nameOf(key))?.entry;
      if (entry) published.add(entry.message);
      return Promise.resolve();
    },
  };
}
