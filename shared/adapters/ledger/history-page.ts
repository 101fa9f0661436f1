import { compact } from '../../core/compact';
import type { HistoryEntries, HistoryPage } from '../../ports/ledger';
import type { HistoryRow } from './history-rows';
import { daysOf, placeOf, textOf } from './history-rows';

/** So many days are searched side by side. */
const DAYS_AT_ONCE = 8;

/** The rows of a day that begin with a prefix and come after a row, in order; at most so many. */
export type ReadDay = (
  day: string,
  prefix: string,
  after: string,
  top: number,
) => Promise<readonly HistoryRow[]>;

/** Reads a page of a history, day by day, the newest first. Undefined when it is the first page and no row begins with the prefix. */
export async function readPage(
  read: ReadDay,
  prefix: string,
  { now, since, after, top }: HistoryPage,
): Promise<HistoryEntries | undefined> {
  const place = after === undefined ? undefined : placeOf(prefix, after);
  const days = daysOf(since, now).filter((day) => !place || day <= place.day);
  const rows: HistoryRow[] = [];
  for (let at = 0; at < days.length && rows.length <= top; at += DAYS_AT_ONCE) {
    const found = await Promise.all(
      days
        .slice(at, at + DAYS_AT_ONCE)
        .map((day) => read(day, prefix, day === place?.day ? place.row : prefix, top + 1)),
    );
    rows.push(...found.flat());
  }
  if (rows.length === 0) return place && { keys: [] };
  const page = rows.slice(0, top);
  const last = page.at(-1);
  return compact({
    keys: page.flatMap(({ entry }) => entry ?? []),
    next: last && rows.length > top ? textOf(last) : undefined,
  });
}
