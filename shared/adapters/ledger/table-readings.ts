import { randomUUID } from 'node:crypto';
import type { NotedReading, ReadingStore } from '../../ports/ledger';
import type { OnAcquire } from './table-lease-store';
import type { StoredEntity, TableEntities } from './table-entities';

/** Notes of readings in table storage. Every change is one write on condition of the entity's version. */
export function tableReadings(entities: TableEntities, onBegin: OnAcquire): ReadingStore {
  return {
    async find(key) {
      const found = await entities.find(key);
      return found && noteOf(found);
    },
    async begin(key, unfinished, found, { expiresAt }) {
      const reader = randomUUID();
      const columns = { unfinished, reader, expiresAt };
      onBegin(key, expiresAt);
      const written = await (found
        ? entities.replace(key, found.version, columns)
        : entities.insert(key, columns));
      if (written.kind === 'done') return { key, unfinished, version: written.value };
      // An earlier try may have written this note, and its answer was lost.
      const existing = await entities.find(key);
      return existing?.columns['reader'] === reader ? noteOf(existing) : undefined;
    },
    async end({ key, version }: NotedReading) {
      await entities.remove(key, version);
    },
  };
}

function noteOf({ key, version, columns }: StoredEntity): NotedReading {
  return { key, version, unfinished: Number(columns['unfinished']) };
}
