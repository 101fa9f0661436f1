import { compact } from '../../core/compact';
import type { EntryKey, Partition } from '../../core/ids';
import { HISTORY_OF_ALL, historyOfRequest, historyOfUser, storedId } from '../../core/ids';
import type { NotedOutcome, OutcomeFilter } from '../../ports/ledger';

const DAY_MS = 86_400_000;
/** Times count down in rows, so that the newest comes first. */
const LAST_MS = 9_999_999_999_999;
const ROW = /^(?:outcome|(?:user|request)-[0-9a-f]{32})-\d{13}-[0-9a-z]{1,32}$/;

/** A row of the history: it leads to the entry of an outcome, or says that a request was accepted. */
export interface HistoryRow {
  readonly day: string;
  readonly row: string;
  readonly entry?: EntryKey;
  /** What a list is filtered by; of the rows that lead to the outcomes of all users. */
  readonly status?: string;
  readonly tenantId?: string;
}

/** The rows that lead to an outcome: that of its time, that of its request and, where it is about one, that of its user. */
export function rowsOf(noted: NotedOutcome): HistoryRow[] {
  const { key, id, requestId, status, tenantId, userId, completedAt } = noted;
  const row = (prefix: string): HistoryRow => ({
    day: dayOf(completedAt),
    row: rowOf(prefix, completedAt, id.slice(0, 32)),
    entry: key,
  });
  return [
    { ...row(HISTORY_OF_ALL), status, tenantId },
    row(historyOfRequest(requestId)),
    ...(userId === undefined ? [] : [row(historyOfUser(tenantId, userId))]),
  ];
}

/** Whether a row leads to an outcome that a list is of. */
export function fits({ status, tenantId }: HistoryRow, filter: OutcomeFilter): boolean {
  return (
    filter.statuses?.some((one) => one === status) !== false &&
    (filter.tenantId === undefined || filter.tenantId.toLowerCase() === tenantId?.toLowerCase())
  );
}

/** The end of the rows with a prefix that are not older than a time. No character of a row comes after `~`. */
export function endOf(prefix: string, since: Date): string {
  return `${prefix}${countdownTo(since)}~`;
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
export function entryColumns({ entry, status, tenantId }: HistoryRow): Readonly<Record<string, string>> {
  const { partition: entryPartition, row: entryRow } = entry ?? {};
  return compact({ entryPartition, entryRow, status, tenantId });
}

export function readRow(day: string, row: string, columns: Readonly<Record<string, unknown>>): HistoryRow {
  const { entryPartition: partition, entryRow, status, tenantId } = columns;
  const isEntry = typeof partition === 'string' && typeof entryRow === 'string';
  return compact({
    day,
    row,
    entry: isEntry ? { partition: storedId<Partition>(partition), row: entryRow } : undefined,
    status: typeof status === 'string' ? status : undefined,
    tenantId: typeof tenantId === 'string' ? tenantId : undefined,
  });
}

function rowOf(prefix: string, at: Date, end: string): string {
  return `${prefix}${countdownTo(at)}-${end}`;
}

function countdownTo(at: Date): string {
  return String(LAST_MS - at.getTime()).padStart(13, '0');
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
