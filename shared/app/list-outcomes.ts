import type { ApiAnswer } from '../api/answer';
import type { Status } from '../core/outcome';
import type { PublishedOutcome } from '../messages/published-outcome';
import type { HistoryEntries, HistoryPage } from '../ports/ledger';
import { findAskedUser } from './asked-user';
import type { Dependencies } from './dependencies';
import type { OutcomesAsked } from './list-page';
import { outcomesPage } from './list-page';
import { historyPage, outcomesOf } from './read-outcomes';

/** The outcomes that a caller asks for. */
export interface AskedOutcomes {
  readonly statuses?: readonly Status[] | undefined;
  /** A user as the caller names them, in the tenant if one is given, else at home. */
  readonly user?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly since?: Date | undefined;
}

/** What an outcome must be for the list. */
interface Wanted extends Pick<AskedOutcomes, 'statuses' | 'tenantId' | 'requestId'> {
  readonly userId?: string | undefined;
}

/**
 * The outcomes of all users that fit, the newest first, as far back as the ledger keeps them. They are found by their request or their
 * user if that is asked for, or else by their time.
 *
 * @throws Unavailable when the ledger or the connections cannot be read
 */
export async function listOutcomes(
  app: Dependencies,
  { statuses, user, tenantId, requestId, since: notBefore }: AskedOutcomes,
  asked: OutcomesAsked,
): Promise<ApiAnswer> {
  const found = user === undefined ? undefined : await findAskedUser(app, { name: user, tenantId });
  if (found?.kind === 'problem') return found;
  const wanted: Wanted = {
    statuses,
    requestId,
    tenantId: found?.tenantId ?? tenantId,
    userId: found?.user.id,
  };
  const page = historyPage(app, asked.page, notBefore);
  const entries = await entriesOf(app, wanted, page);
  const outcomes = await outcomesOf(app, entries);
  const since = page.since.toISOString();
  const fitting = outcomes.filter((outcome) => fits(outcome, wanted));
  return outcomesPage({ since }, fitting, entries.next, asked);
}

async function entriesOf(
  { ledger: { history } }: Pick<Dependencies, 'ledger'>,
  { requestId, userId, tenantId, statuses }: Wanted,
  page: HistoryPage,
): Promise<HistoryEntries> {
  if (requestId !== undefined) return (await history.ofRequest(requestId, page)) ?? { keys: [] };
  if (userId !== undefined && tenantId !== undefined) return history.ofUser(tenantId, userId, page);
  return history.ofAll({ statuses, tenantId }, page);
}

function fits(outcome: PublishedOutcome, { statuses, tenantId, userId, requestId }: Wanted): boolean {
  const { user } = outcome;
  const id: unknown = typeof user === 'object' && user !== null ? Reflect.get(user, 'id') : undefined;
  return (
    statuses?.some((status) => status === outcome['status']) !== false &&
    (requestId === undefined || requestId === outcome['requestId']) &&
    isEqualId(tenantId, outcome['tenantId']) &&
    isEqualId(userId, id)
  );
}

/** Whether an id is the one that is asked for, if one is. */
function isEqualId(wanted: string | undefined, id: unknown): boolean {
  return wanted === undefined || (typeof id === 'string' && id.toLowerCase() === wanted.toLowerCase());
}
