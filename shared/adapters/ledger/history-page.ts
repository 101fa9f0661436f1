import { HISTORY_OF_ALL } from '../../core/ids';
import type { HistoryEntries, HistoryPage, OutcomeFilter } from '../../ports/ledger';
import type { HistoryRow } from './history-rows';
import { daysOf, endOf, fits, placeOf, textOf } from './history-rows';

/** So many days are searched side by side. */
const DAYS_AT_ONCE = 8;
/** As many rows as one call of a table returns: a page with a filter looks at no more of them. */
const MAX_LOOKED_AT = 1000;

/** The rows of a day between two, in order; at most so many. */
export type ReadDay = (
  day: string,
  between: { readonly after: string; readonly before: string },
  top: number,
) => Promise<readonly HistoryRow[]>;

/** Reads a page of a history, day by day, the newest first. Undefined when it is the first page and no row begins with the prefix. */
export async function readPage(
  read: ReadDay,
  prefix: string,
  asked: HistoryPage,
): Promise<HistoryEntries | undefined> {
  const rows = await readRows(read, prefix, asked);
  if (rows.length === 0) return asked.after === undefined ? undefined : { keys: [] };
  return entriesOf(rows.slice(0, asked.top), rows.length > asked.top);
}

/** Reads a page of all outcomes that fit a filter, the newest first. */
export async function readFilteredPage(
  read: ReadDay,
  filter: OutcomeFilter,
  asked: HistoryPage,
): Promise<HistoryEntries> {
  const isFiltered = filter.statuses !== undefined || filter.tenantId !== undefined;
  const lookedAt = isFiltered ? MAX_LOOKED_AT : asked.top;
  const rows = await readRows(read, HISTORY_OF_ALL, { ...asked, top: lookedAt });
  const seen = rows.slice(0, lookedAt);
  const fitting = seen.filter((row) => fits(row, filter));
  return fitting.length > asked.top
    ? entriesOf(fitting.slice(0, asked.top), true)
    : { ...entriesOf(fitting, false), ...nextAfter(seen, rows.length > lookedAt) };
}

/** The rows of a page, and one more if there is one. */
async function readRows(
  read: ReadDay,
  prefix: string,
  { now, since, after, top }: HistoryPage,
): Promise<readonly HistoryRow[]> {
  const before = endOf(prefix, since);
  const place = after === undefined ? undefined : placeOf(prefix, after);
  const days = daysOf(since, now).filter((day) => !place || day <= place.day);
  const rows: HistoryRow[] = [];
  for (let at = 0; at < days.length && rows.length <= top; at += DAYS_AT_ONCE) {
    const found = await Promise.all(
      days
        .slice(at, at + DAYS_AT_ONCE)
        .map((day) => read(day, { after: day === place?.day ? place.row : prefix, before }, top + 1)),
    );
    rows.push(...found.flat());
  }
  return rows.slice(0, top + 1);
}

function entriesOf(rows: readonly HistoryRow[], isMore: boolean): HistoryEntries {
  return { keys: rows.flatMap(({ entry }) => entry ?? []), ...nextAfter(rows, isMore) };
}

function nextAfter(rows: readonly HistoryRow[], isMore: boolean): { readonly next?: string } {
  const last = rows.at(-1);
  return last && isMore ? { next: textOf(last) } : {};
}
