import type { NotedReading, ReadingStore } from '../../ports/ledger';
import type { OnAcquire } from './table-lease-store';
import type { TableEntities } from './table-entities';

/** Notes of readings in table storage. Every change is one write on condition of the entity's version. */
export function tableReadings(entities: TableEntities, onBegin: OnAcquire): ReadingStore {
  return {
    async find(key) {
      const found = await entities.find(key);
      return found && { key, version: found.version, unfinished: Number(found.columns['unfinished']) };
    },
    async begin(key, unfinished, found, { expiresAt }) {
      const columns = { unfinished, expiresAt };
      const [written] = await Promise.all([
        found ? entities.replace(key, found.version, columns) : entities.insert(key, columns),
        onBegin(key, expiresAt),
      ]);
      return written.kind === 'done' ? { key, unfinished, version: written.value } : undefined;
    },
    async end({ key, version }: NotedReading) {
      await entities.remove(key, version);
    },
  };
}
