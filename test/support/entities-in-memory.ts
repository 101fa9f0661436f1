import type { EntryKey } from '../../shared/core/ids';
import { storeTime } from '../../shared/adapters/ledger/store-time';
import type { EntityColumns, TableEntities } from '../../shared/adapters/ledger/table-entities';

interface Stored {
  readonly version: string;
  readonly columns: EntityColumns;
}

/** The operations of a table, on a map of partitions. */
export function entitiesInMemory(): TableEntities {
  const partitions = new Map<EntryKey['partition'], Map<string, Stored>>();
  const storedIn = ({ partition, row }: EntryKey): Stored | undefined => partitions.get(partition)?.get(row);
  let versions = 0;
  const put = ({ partition, row }: EntryKey, columns: EntityColumns) => {
    const version = String(++versions);
    const rows = partitions.get(partition) ?? new Map<string, Stored>();
    partitions.set(partition, rows.set(row, { version, columns }));
    return Promise.resolve({ kind: 'done' as const, value: version });
  };
  const unmet = (reason: 'exists' | 'changed' | 'missing') =>
    Promise.resolve({ kind: 'notApplied' as const, reason });
  return {
    insert: (key, columns) => (storedIn(key) ? unmet('exists') : put(key, columns)),
    insertTogether: async (all) => {
      if (all.some(({ key }) => storedIn(key))) return unmet('exists');
      const versions = await Promise.all(all.map(({ key, columns }) => put(key, columns)));
      return { kind: 'done', value: versions.map(({ value }) => value) };
    },
    putTogether: async (all) => {
      await Promise.all(all.map(({ key, columns }) => put(key, columns)));
      return { kind: 'done', value: undefined };
    },
    replace: (key, version, columns) => {
      const found = storedIn(key);
      if (!found) return unmet('missing');
      return found.version === version ? put(key, columns) : unmet('changed');
    },
    merge: async (key, columns) => {
      const found = storedIn(key);
      if (!found) return unmet('missing');
      await put(key, { ...found.columns, ...columns });
      return { kind: 'done', value: undefined };
    },
    remove: (key, version) => {
      const found = storedIn(key);
      if (found?.version !== version) return unmet(found ? 'changed' : 'missing');
      const rows = partitions.get(key.partition);
      rows?.delete(key.row);
      if (rows?.size === 0) partitions.delete(key.partition);
      return Promise.resolve({ kind: 'done', value: undefined });
    },
    find: (key) => {
      const found = storedIn(key);
      return Promise.resolve(found && { key, ...found });
    },
    // eslint-disable-next-line typescript/require-await -- the port's list is read one by one
    async *list(filter) {
      const comparisons = filter.split(' and ').map(comparisonOf);
      const ofPartition = comparisons.filter(({ name }) => name === 'PartitionKey');
      const ofColumns = comparisons.filter(({ name }) => name !== 'PartitionKey');
      for (const [partition, rows] of new Map(partitions)) {
        if (!ofPartition.every(({ holds }) => holds(partition))) continue;
        for (const [row, found] of new Map(rows)) {
          if (ofColumns.every(({ name, holds }) => holds(found.columns[name]))) {
            yield { key: { partition, row }, ...found };
          }
        }
      }
    },
    time: storeTime(),
  };
}

/** A comparison of a filter, of a partition's or a column's value. */
interface Comparison {
  readonly name: string;
  readonly holds: (value: unknown) => boolean;
}

function comparisonOf(written: string): Comparison {
  const [, name = '', operator = '', date, text = ''] =
    /^(\w+) (eq|ge|le|lt) (datetime)?'([^']*)'$/.exec(written) ?? [];
  const other = date === undefined ? text : Date.parse(text);
  const holds = (value: unknown): boolean => {
    const one = value instanceof Date ? value.getTime() : value;
    if (typeof one !== typeof other || (typeof one !== 'string' && typeof one !== 'number')) return false;
    return { eq: one === other, ge: one >= other, le: one <= other, lt: one < other }[operator] ?? false;
  };
  if (name === '') throw new Error(`The filter ${written} is not known.`);
  return { name, holds };
}
