import type { ApiAnswer } from '../api/answer';
import { problem } from '../api/answer';
import { compact } from '../core/compact';
import type { EntryKey } from '../core/ids';
import { methodResultKey } from '../core/ids';
import type { Person } from '../core/person';
import { GUID } from '../core/guid';
import type { PublishedOutcome } from '../messages/published-outcome';
import { publishedOutcome } from '../messages/published-outcome';
import type { HistoryEntries, HistoryPage } from '../ports/ledger';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { Page } from './list-approvals';
import { pageOf } from './list-approvals';
import { lookUpPerson } from './look-up-person';
import { dependenciesIn } from './tenant-dependencies';

const MAX_PARALLEL_READS = 8;

type Reading = Pick<Dependencies, 'ledger' | 'clock' | 'policy'>;

/** The outcomes of a request so far, the newest first, of every sender. */
export async function readRequestOutcomes(
  reading: Reading,
  requestId: string,
  { page, linkTo }: ListAsked,
): Promise<ApiAnswer> {
  const entries = await reading.ledger.history.ofRequest(requestId, historyPage(reading, page));
  if (!entries) return problem('notFound', 'No request with this id was accepted or answered.');
  return pageOf({ id: requestId }, await outcomesOf(reading, entries), entries.next, linkTo);
}

/** The part of a list that was asked for, and the link to the next one. */
export interface ListAsked {
  readonly page: Page;
  readonly linkTo: (place: string) => string;
}

/** A user as a caller names them. */
export interface AskedUser {
  readonly name: string;
  /** Absent: the home tenant. */
  readonly tenantId?: string | undefined;
}

/**
 * The outcomes of one user, the newest first, as far back as the ledger keeps them.
 *
 * @throws Unavailable when the ledger or the connections cannot be read
 */
export async function readHistory(
  app: Dependencies,
  { name, tenantId = app.policy.tenantId }: AskedUser,
  { page, linkTo }: ListAsked,
): Promise<ApiAnswer> {
  const inTenant = await dependenciesIn(app, tenantId);
  if (!inTenant) return problem('notFound', 'No tenant with this id is connected.');
  const { directory, policy } = inTenant;
  const found = await lookUpPerson({ directory, policy }, name);
  if (found.kind === 'later')
    return problem('unavailable', 'The directory cannot be asked now.', { retryAfterS: 15 });
  if (found.kind === 'nobody' && !GUID.test(name)) {
    const detail = `The name ${found.detail}. A user who was deleted is found by the object id.`;
    return problem('notFound', detail);
  }
  const user = found.kind === 'person' ? userOf(found.person) : deletedUser(name);
  const asked = historyPage(app, page);
  const entries = await app.ledger.history.ofUser(policy.tenantId, user.id, asked);
  const since = asked.since.toISOString();
  return pageOf({ user, since }, await outcomesOf(app, entries), entries.next, linkTo);
}

function userOf({ id, userPrincipalName }: Person): HistoryUser {
  return compact({ id, userPrincipalName });
}

interface HistoryUser {
  readonly id: string;
  readonly userPrincipalName?: string;
}

/** A user who was deleted is known by the object id alone. */
function deletedUser(id: string): HistoryUser {
  return { id: id.toLowerCase() };
}

function historyPage({ clock, policy }: Pick<Reading, 'clock' | 'policy'>, page: Page): HistoryPage {
  const now = clock.now();
  return { ...page, now, since: new Date(now.getTime() - policy.recordRetentionMs) };
}

/** The outcomes of entries, without those that have expired. */
async function outcomesOf(reading: Reading, { keys }: HistoryEntries): Promise<readonly PublishedOutcome[]> {
  const found = await inParallel(keys, MAX_PARALLEL_READS, (key) => outcomeOf(reading, key));
  return found.flatMap((outcome) => outcome ?? []);
}

async function outcomeOf({ ledger, clock }: Reading, key: EntryKey): Promise<PublishedOutcome | undefined> {
  const entry = await ledger.outcomes.read(key, clock.now());
  if (!entry) return undefined;
  const { message, summary } = entry;
  const late = await Promise.all(
    (summary.pendingMethods ?? []).map((method) =>
      ledger.methodResults.read(methodResultKey(key, method), clock.now()),
    ),
  );
  return publishedOutcome(
    message.body,
    late.flatMap((event) => event?.message.body ?? []),
  );
}
