import { odata } from '@azure/data-tables';
import { WATCHED, signInsKey, watchKey } from '../../core/watch-ids';
import { NOTHING_KNOWN } from '../../core/sign-in-reading';
import type { Watch } from '../../core/watch';
import type { WatchStore } from '../../ports/watch-store';
import type { TableEntities } from './table-entities';
import { signInColumns, signInsOf, watchColumns, watchOf } from './watch-columns';

/** What is watched, in one partition of the ledger's table, so that all of it is read by one query. No sweep removes it. */
export function tableWatches(entities: TableEntities): WatchStore {
  return {
    async begin(watch) {
      await entities.insert(watchKey(watch.tenantId, watch.outcomeId), watchColumns(watch));
    },
    async list() {
      const watches: Watch[] = [];
      const unreadable: string[] = [];
      for await (const { key, columns } of entities.list(odata`PartitionKey eq ${WATCHED}`)) {
        const watch = watchOf(columns);
        if (watch) watches.push(watch);
        else unreadable.push(key.row);
      }
      return { watches, unreadable };
    },
    async end({ tenantId, outcomeId }) {
      // Nothing but the first write has ever changed it.
      await entities.remove(watchKey(tenantId, outcomeId), '*');
    },
    async readSignIns(tenantId) {
      const found = await entities.find(signInsKey(tenantId));
      if (!found) return { knowledge: NOTHING_KNOWN };
      return { knowledge: signInsOf(found.columns) ?? NOTHING_KNOWN, version: found.version };
    },
    async writeSignIns(tenantId, { version }, knowledge) {
      const [key, columns] = [signInsKey(tenantId), signInColumns(knowledge)];
      if (version === undefined) await entities.insert(key, columns);
      else await entities.replace(key, version, columns);
    },
  };
}
