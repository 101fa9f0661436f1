import { odata } from '@azure/data-tables';
import * as z from 'zod';
import { protectedKey, protectedPartition } from '../../core/ids';
import type { KnownEntry } from '../../core/protected-entry';
import { entryStates, withEarlierIds } from '../../core/protected-entry';
import type { ProtectedEntryStore } from '../../ports/ledger';
import { Unavailable } from '../../ports/unavailable';
import type { EntityColumns, StoredEntity, TableEntities } from './table-entities';

/** A write fails only because another one succeeded. */
const MAX_TRIES = 20;

// The names of the columns do not change.
const storedEntry = z.object({
  kind: z.enum(['user', 'group', 'role']),
  entry: z.string(),
  ids: z.string().transform((ids) => (ids === '' ? [] : ids.split(' '))),
  // A later version may know more states: its ids count all the same, and the state is one that an operator looks at.
  state: z.enum(entryStates).catch('notFound'),
  checkedAt: z.string(),
});

/** What protected entries have led to, one entity for each, changed on condition of its version. */
export function tableProtectedEntries(entities: TableEntities): ProtectedEntryStore {
  return {
    async read(tenantId) {
      const known: KnownEntry[] = [];
      const filter = odata`PartitionKey eq ${protectedPartition(tenantId)}`;
      for await (const entity of entities.list(filter)) known.push(entryOf(entity));
      return known;
    },
    async record(tenantId, found) {
      const key = protectedKey(tenantId, found.kind, found.entry);
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const earlier = await entities.find(key);
        const columns = columnsOf(withEarlierIds(found, earlier && entryOf(earlier)));
        const answer = earlier
          ? await entities.replace(key, earlier.version, columns)
          : await entities.insert(key, columns);
        if (answer.kind === 'done') return;
      }
      throw new Unavailable('ledger', new Error('Cannot write what a protected entry leads to.'));
    },
  };
}

function columnsOf({ ids, ...entry }: KnownEntry): EntityColumns {
  return { ...entry, ids: ids.join(' ') };
}

function entryOf({ columns }: StoredEntity): KnownEntry {
  return storedEntry.parse(columns);
}
