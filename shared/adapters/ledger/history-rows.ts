import type { EntryKey } from '../../core/ids';
import { historyOfRequest, historyOfUser, storedId } from '../../core/ids';
import type { NotedOutcome } from '../../ports/ledger';

const DAY_MS = 86_400_000;
/** Times count down in rows, so that the newest comes first. */
const LAST_MS = 9_999_999_999_999;
const ROW = /^(?:user|request)-[0-9a-f]{32}-\d{13}-[0-9a-z]{1,32}$/;

/** A row of the history: it leads to the entry of an outcome, or says that a request was accepted. */
export interface HistoryRow {
  readonly day: string;
  readonly row: string;
  readonly entry?: EntryKey;
}

/** The rows that lead to an outcome: that of its request and, where it is about one, that of its user. */
export function rowsOf({ key, id, requestId, tenantId, userId, completedAt }: NotedOutcome): HistoryRow[] {
  const prefixes = [
    historyOfRequest(requestId),
    ...(userId === undefined ? [] : [historyOfUser(tenantId, userId)]),
  ];
  return prefixes.map((prefix) => ({
    day: dayOf(completedAt),
    row: rowOf(prefix, completedAt, id.slice(0, 32)),
    entry: key,
  }));
}

/** The row which says that a request was accepted; any that leads to an outcome comes before it. */
export function acceptedRow(requestId: string, at: Date): HistoryRow {
  return { day: dayOf(at), row: rowOf(historyOfRequest(requestId), at, 'accepted') };
}

/** The days of a span of time, the last first. */
export function daysOf(since: Date, now: Date): readonly string[] {
  const first = Math.floor(since.getTime() / DAY_MS);
  const last = Math.floor(now.getTime() / DAY_MS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) =>
    dayOf(new Date((last - n) * DAY_MS)),
  );
}

/**
 * Where a page of the history with a prefix begins, in text for a link; undefined where the text is not of such a place. A place in
 * another history would lead to the rows between the two.
 */
export function placeOf(prefix: string, after: string): Pick<HistoryRow, 'day' | 'row'> | undefined {
  const [day = '', row = ''] = after.split('~');
  const isPlace = /^\d{4}-\d\d-\d\d$/.test(day) && ROW.test(row) && row.startsWith(prefix);
  return isPlace ? { day, row } : undefined;
}

export function textOf({ day, row }: Pick<HistoryRow, 'day' | 'row'>): string {
  return `${day}~${row}`;
}

/** The columns of a row; its time of expiry comes beside them. */
export function entryColumns({ entry }: HistoryRow): Readonly<Record<string, string>> {
  return entry ? { entryPartition: entry.partition, entryRow: entry.row } : {};
}

export function readRow(day: string, row: string, columns: Readonly<Record<string, unknown>>): HistoryRow {
  const { entryPartition: partition, entryRow } = columns;
  return typeof partition === 'string' && typeof entryRow === 'string'
    ? { day, row, entry: { partition: storedId(partition), row: entryRow } }
    : { day, row };
}

function rowOf(prefix: string, at: Date, end: string): string {
  return `${prefix}${String(LAST_MS - at.getTime()).padStart(13, '0')}-${end}`;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
