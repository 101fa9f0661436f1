import type {
  CreateDeleteEntityAction,
  TableClient,
  TableEntityQueryOptions,
  UpdateEntityAction,
} from '@azure/data-tables';
import type { EntryKey } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { StoreTime } from './store-time';
import { storeTime } from './store-time';
import type { TableAnswer, TableCallOptions } from './table-call';
import { tableCall } from './table-call';

/** The columns of an entity, without its key. */
export type EntityColumns = Readonly<Record<string, string | number | boolean | Date | Uint8Array>>;

/** An entity as it is stored in the table. */
export interface StoredEntity {
  readonly key: EntryKey;
  readonly version: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** An entity to be inserted. */
export interface NewEntity {
  readonly key: EntryKey;
  readonly columns: EntityColumns;
}

/** The table operations that the ledger needs: conditional, with unmet conditions as return values. */
export interface TableEntities {
  /** Returns the version. */
  insert(key: EntryKey, columns: EntityColumns): Promise<TableAnswer<string>>;
  /** Inserts entities of one partition in one transaction: all of them, or none. Returns their versions. */
  insertTogether(entities: readonly NewEntity[]): Promise<TableAnswer<readonly string[]>>;
  /** Inserts or replaces entities of one partition, at most 100, in one transaction. */
  putTogether(entities: readonly NewEntity[]): Promise<TableAnswer<void>>;
  /** Replaces the columns if the version is still the same. Returns the new version. */
  replace(key: EntryKey, version: string, columns: EntityColumns): Promise<TableAnswer<string>>;
  /** Adds columns, whatever the version is. */
  merge(key: EntryKey, columns: EntityColumns): Promise<TableAnswer<void>>;
  remove(key: EntryKey, version: string): Promise<TableAnswer<void>>;
  find(key: EntryKey): Promise<StoredEntity | undefined>;
  /** The entities that match a filter, read page by page. */
  list(filter: string): AsyncIterable<StoredEntity>;
  /** The time of table storage, by the answers to these operations but `list`. */
  readonly time: StoreTime;
}

/** The table is created by the first insertion that finds it missing. */
export function tableEntities(client: TableClient): TableEntities {
  const time = storeTime();
  const call = timedCalls(time);
  const withTable = async <T>(attempt: () => Promise<TableAnswer<T>>): Promise<TableAnswer<T>> => {
    const answer = await attempt();
    if (answer.kind === 'done' || answer.reason !== 'noTable') return answer;
    await tableCall((options) => client.createTable(options));
    return attempt();
  };
  return {
    insert: (key, columns) =>
      withTable(() =>
        call(async (options) =>
          versionOf(await client.createEntity({ ...nameOf(key), ...columns }, options)),
        ),
      ),
    putTogether: (entities) => withTable(() => putTogether(call, client, entities)),
    insertTogether: (entities) => withTable(() => insertTogether(call, client, entities)),
    replace: (key, version, columns) =>
      call(async (options) =>
        versionOf(
          await client.updateEntity({ ...nameOf(key), ...columns }, 'Replace', { ...options, etag: version }),
        ),
      ),
    merge: (key, columns) =>
      call(async (options) => {
        await client.updateEntity({ ...nameOf(key), ...columns }, 'Merge', { ...options, etag: '*' });
      }),
    remove: (key, version) =>
      call(async (options) => {
        await client.deleteEntity(key.partition, key.row, { ...options, etag: version });
      }),
    find: async ({ partition, row }) => {
      const answer = await call((options) => client.getEntity(partition, row, options));
      return answer.kind === 'done' ? storedEntity(answer.value) : undefined;
    },
    list: (filter) => list(client, { filter }),
    time,
  };
}

function insertTogether(
  call: typeof tableCall,
  client: TableClient,
  entities: readonly NewEntity[],
): Promise<TableAnswer<readonly string[]>> {
  return call(async (options) => {
    const actions = entities.map(({ key, columns }): CreateDeleteEntityAction => [
      'create',
      { ...nameOf(key), ...columns },
    ]);
    const { subResponses } = await client.submitTransaction(actions, options);
    return subResponses.map(versionOf);
  });
}

function putTogether(
  call: typeof tableCall,
  client: TableClient,
  entities: readonly NewEntity[],
): Promise<TableAnswer<void>> {
  return call(async (options) => {
    const actions = entities.map(({ key, columns }): UpdateEntityAction => [
      'upsert',
      { ...nameOf(key), ...columns },
      'Replace',
    ]);
    await client.submitTransaction(actions, options);
  });
}

/** Calls of table storage whose answers are heard for its time, those included that say that a condition was not met. */
function timedCalls(time: StoreTime): typeof tableCall {
  return async (call) => {
    const ended = time.sent();
    let date: string | undefined;
    const onResponse: TableCallOptions['onResponse'] = ({ headers }) => {
      date = headers.get('date');
    };
    try {
      return await tableCall((options) => call({ ...options, onResponse }));
    } finally {
      ended(date);
    }
  };
}

async function* list(
  client: TableClient,
  queryOptions: TableEntityQueryOptions,
): AsyncIterable<StoredEntity> {
  const pages = client.listEntities({ queryOptions }).byPage();
  for (;;) {
    const page = await tableCall(() => pages.next());
    if (page.kind === 'notApplied' || page.value.done) return;
    for (const entity of page.value.value) yield storedEntity(entity);
  }
}

function nameOf({ partition, row }: EntryKey): { readonly partitionKey: string; readonly rowKey: string } {
  return { partitionKey: partition, rowKey: row };
}

interface Listed extends Readonly<Record<string, unknown>> {
  readonly etag: string;
  readonly partitionKey?: string;
  readonly rowKey?: string;
}

function storedEntity({ etag, partitionKey = '', rowKey = '', ...columns }: Listed): StoredEntity {
  return { key: { partition: storedId(partitionKey), row: rowKey }, version: etag, columns };
}

function versionOf({ etag }: { readonly etag?: string }): string {
  if (etag === undefined) throw new Error('Table storage answered a write without an ETag.');
  return etag;
}
