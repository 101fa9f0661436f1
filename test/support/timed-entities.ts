import { storeTime } from '../../shared/adapters/ledger/store-time';
import type { TableEntities } from '../../shared/adapters/ledger/table-entities';

/**
 * Entities as one process reaches them, with answers that say the time.
 *
 * @param date the `Date` of the next answer, asked when a call takes effect
 */
export function timedEntities(entities: TableEntities, date: () => string): TableEntities {
  const time = storeTime();
  const timed = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    const ended = time.sent();
    let said: string | undefined;
    try {
      const answer = await call();
      said = date();
      return answer;
    } finally {
      ended(said);
    }
  };
  return {
    ...entities,
    insert: (key, columns) => timed(() => entities.insert(key, columns)),
    replace: (key, version, columns) => timed(() => entities.replace(key, version, columns)),
    merge: (key, columns) => timed(() => entities.merge(key, columns)),
    remove: (key, version) => timed(() => entities.remove(key, version)),
    find: (key) => timed(() => entities.find(key)),
    time,
  };
}
