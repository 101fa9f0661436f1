import { storeTime } from '../../shared/adapters/ledger/store-time';
import type { TableEntities } from '../../shared/adapters/ledger/table-entities';

/**
 * Entities as one process reaches them, with answers that say the time.
 *
 * @param date the `Date` of the next answer, asked when a call takes effect
 */
export function timedEntities(entities: TableEntities, date: () => string): TableEntities {
  const time = storeTime();
  const timed =
    <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      const ended = time.sent();
      let said: string | undefined;
      try {
        const answer = await call(...args);
        said = date();
        return answer;
      } finally {
        ended(said);
      }
    };
  const { insert, replace, merge, remove, find } = entities;
  return {
    ...entities,
    insert: timed(insert),
    replace: timed(replace),
    merge: timed(merge),
    remove: timed(remove),
    find: timed(find),
    time,
  };
}
