import { odata } from '@azure/data-tables';
import { historyOfRequest, historyOfUser, historyPartition } from '../../core/ids';
import type { OutcomeHistory } from '../../ports/ledger';
import type { ReadDay } from './history-page';
import { readFilteredPage, readPage } from './history-page';
import type { HistoryRow } from './history-rows';
import { acceptedRow, entryColumns, readRow, rowsOf } from './history-rows';
import type { NewEntity, TableEntities } from './table-entities';
import type { OnAcquire } from './table-lease-store';

/** So long, in ms, a note may be in memory only. */
const WRITTEN_AFTER_MS = 1000;
/** As many as one transaction accepts. */
const MAX_PER_WRITE = 100;
/** While notes cannot be written, no more than these are kept in memory. */
const MAX_IN_MEMORY = 20_000;

/**
 * The history in table storage: a partition for each day, so that the notes of many outcomes are one transaction, and in it a
 * row for the time, the user and the request of each outcome, the newest first. A history is read by one query for each day.
 */
export function tableHistory(entities: TableEntities, onNote: OnAcquire): OutcomeHistory {
  const notes = notesInMemory(entities);
  const entityOf = (row: HistoryRow, expiresAt: Date): NewEntity => {
    const key = { partition: historyPartition(row.day), row: row.row };
    onNote(key, expiresAt);
    return { key, columns: { ...entryColumns(row), expiresAt } };
  };
  const read = dayReader(entities);
  return {
    note(outcome) {
      for (const row of rowsOf(outcome)) notes.put(entityOf(row, outcome.expiresAt));
    },
    async accept(requestId, { now, expiresAt }) {
      await entities.putTogether([entityOf(acceptedRow(requestId, now), expiresAt)]);
    },
    async ofUser(tenantId, userId, page) {
      await notes.writeQuietly();
      return (await readPage(read, historyOfUser(tenantId, userId), page)) ?? { keys: [] };
    },
    async ofRequest(requestId, page) {
      await notes.writeQuietly();
      return readPage(read, historyOfRequest(requestId), page);
    },
    async ofAll(filter, page) {
      await notes.writeQuietly();
      return readFilteredPage(read, filter, page);
    },
    write: notes.write,
  };
}

/** Rows that are in memory until they are written, many at once. */
function notesInMemory(entities: Pick<TableEntities, 'putTogether'>) {
  const waiting = new Map<string, NewEntity>();
  let timer: NodeJS.Timeout | undefined;
  const keep = (entity: NewEntity): void => {
    const { partition, row } = entity.key;
    if (waiting.size >= MAX_IN_MEMORY) return;
    waiting.set(`${partition} ${row}`, entity);
    timer ??= setTimeout(() => void writeQuietly(), WRITTEN_AFTER_MS).unref();
  };
  const put = (entity: NewEntity): void => {
    keep(entity);
    if (waiting.size === MAX_PER_WRITE) void writeQuietly();
  };
  let last = Promise.resolve();
  const writeWaiting = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...waiting.values()];
    waiting.clear();
    const parts = [...Map.groupBy(taken, ({ key }) => key.partition).values()].flatMap(inParts);
    await Promise.all(
      parts.map(async (part) => {
        try {
          await entities.putTogether(part);
        } catch (failure) {
          // They wait for the timer: a table that refuses at once would be called without a pause.
          for (const entity of part) keep(entity);
          throw failure;
        }
      }),
    );
  };
  // One after the other: it ends when all that was noted before is written.
  const write = (): Promise<void> => (last = last.catch(() => undefined).then(writeWaiting));
  // What could not be written stays in memory, and is written with the next.
  const writeQuietly = (): Promise<void> => write().catch(() => undefined);
  return { put, write, writeQuietly };
}

function inParts(all: readonly NewEntity[]): readonly (readonly NewEntity[])[] {
  const count = Math.ceil(all.length / MAX_PER_WRITE);
  return Array.from({ length: count }, (_, n) => all.slice(n * MAX_PER_WRITE, (n + 1) * MAX_PER_WRITE));
}

function dayReader(entities: TableEntities): ReadDay {
  return async (day, { after, before }, top) => {
    const rows: HistoryRow[] = [];
    const filter = odata`PartitionKey eq ${historyPartition(day)} and RowKey gt ${after} and RowKey lt ${before}`;
    for await (const { key, columns } of entities.list(filter)) {
      rows.push(readRow(day, key.row, columns));
      if (rows.length === top) break;
    }
    return rows;
  };
}
