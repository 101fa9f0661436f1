import { historyOfRequest, historyOfUser } from '../../core/ids';
import type { OutcomeHistory } from '../../ports/ledger';
import { putNewest } from '../../core/put-newest';
import type { ReadDay } from './history-page';
import { readFilteredPage, readPage } from './history-page';
import type { HistoryRow } from './history-rows';
import { acceptedRow, rowsOf } from './history-rows';

/** The history in memory, and the entries that a sweep removes. */
export function inMemoryHistory(): OutcomeHistory & {
  readonly entries: Map<string, HistoryRow & { readonly expiresAt: number }>;
} {
  const entries = new Map<string, HistoryRow & { readonly expiresAt: number }>();
  const put = (row: HistoryRow, expiresAt: Date): void =>
    putNewest(entries, `${row.day} ${row.row}`, { ...row, expiresAt: expiresAt.getTime() });
  const read: ReadDay = (day, { after, before }, top) =>
    Promise.resolve(
      [...entries.values()]
        .filter((one) => one.day === day && one.row > after && one.row < before)
        .toSorted((one, other) => (one.row < other.row ? -1 : 1))
        .slice(0, top),
    );
  return {
    entries,
    note: (outcome) => {
      for (const row of rowsOf(outcome)) put(row, outcome.expiresAt);
    },
    accept: (requestId, { now, expiresAt }) => {
      put(acceptedRow(requestId, now), expiresAt);
      return Promise.resolve();
    },
    ofUser: async (tenantId, userId, page) =>
      (await readPage(read, historyOfUser(tenantId, userId), page)) ?? { keys: [] },
    ofRequest: (requestId, page) => readPage(read, historyOfRequest(requestId), page),
    ofAll: (filter, page) => readFilteredPage(read, filter, page),
    write: () => Promise.resolve(),
  };
}
