import type { EntryKey } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { storeTime } from '../../shared/adapters/ledger/store-time';
import type { EntityColumns, StoredEntity, TableEntities } from '../../shared/adapters/ledger/table-entities';

/** The operations of a table, on a map. */
export function entitiesInMemory(): TableEntities {
  const stored = new Map<string, { readonly version: string; readonly columns: EntityColumns }>();
  const nameOf = ({ partition, row }: EntryKey): string => `${partition}/${row}`;
  let versions = 0;
  const put = (key: EntryKey, columns: EntityColumns) => {
    const version = String(++versions);
    stored.set(nameOf(key), { version, columns });
    return Promise.resolve({ kind: 'done' as const, value: version });
  };
  const unmet = (reason: 'exists' | 'changed' | 'missing') =>
    Promise.resolve({ kind: 'notApplied' as const, reason });
  const keyOf = (name: string): EntryKey => {
    const [partition = '', row = ''] = name.split('/');
    return { partition: storedId(partition), row };
  };
  return {
    insert: (key, columns) => (stored.has(nameOf(key)) ? unmet('exists') : put(key, columns)),
    replace: (key, version, columns) => {
      const found = stored.get(nameOf(key));
      if (!found) return unmet('missing');
      return found.version === version ? put(key, columns) : unmet('changed');
    },
    merge: async (key, columns) => {
      const found = stored.get(nameOf(key));
      if (!found) return unmet('missing');
      await put(key, { ...found.columns, ...columns });
      return { kind: 'done', value: undefined };
    },
    remove: (key, version) => {
      const found = stored.get(nameOf(key));
      if (found?.version !== version) return unmet(found ? 'changed' : 'missing');
      stored.delete(nameOf(key));
      return Promise.resolve({ kind: 'done', value: undefined });
    },
    find: (key) => {
      const found = stored.get(nameOf(key));
      return Promise.resolve(found && { key, ...found });
    },
    // eslint-disable-next-line typescript/require-await -- the port's list is read one by one
    async *list(filter) {
      for (const [name, found] of new Map(stored)) {
        const entity = { key: keyOf(name), ...found };
        if (fits(entity, filter)) yield entity;
      }
    },
    time: storeTime(),
  };
}

/** Whether an entity matches a filter: comparisons of its partition or of a column, all of which must hold. */
function fits({ key, columns }: StoredEntity, filter: string): boolean {
  return filter.split(' and ').every((comparison) => {
    const [, name = '', operator, date, text = ''] =
      /^(\w+) (eq|ge|le|lt) (datetime)?'([^']*)'$/.exec(comparison) ?? [];
    const value = name === 'PartitionKey' ? key.partition : columns[name];
    const other = date === undefined ? text : new Date(text);
    if (value === undefined || value === null) return false;
    switch (operator) {
      case 'eq':
        return value === other;
      case 'ge':
        return value >= other;
      case 'le':
        return value <= other;
      case 'lt':
        return value < other;
      case undefined:
      default:
        throw new Error(`The filter ${comparison} is not known.`);
    }
  });
}
