import type { TableClient, TableEntityQueryOptions } from '@azure/data-tables';
import type { EntryKey } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { TableAnswer } from './table-call';
import { tableCall } from './table-call';

/** The columns of an entity, besides those that name it. */
export type EntityColumns = Readonly<Record<string, string | number | Date | Uint8Array>>;

/** An entity as it lies in the table. */
export interface StoredEntity {
  readonly key: EntryKey;
  readonly version: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** A table's operations as the ledger needs them: conditional, and with their refusals as values. */
export interface TableEntities {
  /** Returns the version. */
  insert(key: EntryKey, columns: EntityColumns): Promise<TableAnswer<string>>;
  /** Puts new columns in the place of the old, if the version is still the same. Returns the new version. */
  replace(key: EntryKey, version: string, columns: EntityColumns): Promise<TableAnswer<string>>;
  remove(key: EntryKey, version: string): Promise<TableAnswer<void>>;
  find(key: EntryKey): Promise<StoredEntity | undefined>;
  /** Entities that a filter fits, a page at a time. */
  list(filter: string): AsyncIterable<StoredEntity>;
}

/** The table makes itself known by its absence: it is created when first written to. */
export function tableEntities(client: TableClient): TableEntities {
  const withTable = async <T>(attempt: () => Promise<TableAnswer<T>>): Promise<TableAnswer<T>> => {
    const answer = await attempt();
    if (answer.kind === 'done' || answer.why !== 'noTable') return answer;
    await tableCall((options) => client.createTable(options));
    return attempt();
  };
  return {
    insert: (key, columns) =>
      withTable(() =>
        tableCall(async (options) =>
          versionOf(await client.createEntity({ ...nameOf(key), ...columns }, options)),
        ),
      ),
    replace: (key, version, columns) =>
      tableCall(async (options) =>
        versionOf(
          await client.updateEntity({ ...nameOf(key), ...columns }, 'Replace', { ...options, etag: version }),
        ),
      ),
    remove: (key, version) =>
      tableCall(async (options) => {
        await client.deleteEntity(key.partition, key.row, { ...options, etag: version });
      }),
    find: async (key) => {
      const answer = await tableCall((options) => client.getEntity(key.partition, key.row, options));
      return answer.kind === 'done' ? storedEntity(answer.value) : undefined;
    },
    list: (filter) => list(client, { filter }),
  };
}

async function* list(
  client: TableClient,
  queryOptions: TableEntityQueryOptions,
): AsyncIterable<StoredEntity> {
  const pages = client.listEntities({ queryOptions }).byPage();
  for (;;) {
    const page = await tableCall(() => pages.next());
    if (page.kind === 'refused' || page.value.done) return;
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
