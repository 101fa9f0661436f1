import type { ApiAnswer } from '../api/answer';
import { problem } from '../api/answer';
import type { EntryKey } from '../core/ids';
import { methodResultKey } from '../core/ids';
import type { PublishedOutcome } from '../messages/published-outcome';
import { publishedOutcome } from '../messages/published-outcome';
import type { HistoryEntries, HistoryPage } from '../ports/ledger';
import type { AskedUser } from './asked-user';
import { findAskedUser } from './asked-user';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { OutcomesAsked, Page } from './list-page';
import { outcomesPage } from './list-page';

const MAX_PARALLEL_READS = 8;

type Reading = Pick<Dependencies, 'ledger' | 'clock' | 'policy'>;

/** The outcomes of a request so far, the newest first, of every sender. */
export async function readRequestOutcomes(
  reading: Reading,
  requestId: string,
  asked: OutcomesAsked,
): Promise<ApiAnswer> {
  const entries = await reading.ledger.history.ofRequest(requestId, historyPage(reading, asked.page));
  if (!entries) return problem('notFound', 'No request with this id was accepted or answered.');
  return outcomesPage({ id: requestId }, await outcomesOf(reading, entries), entries.next, asked);
}

/**
 * The outcomes of one user, the newest first, as far back as the ledger keeps them.
 *
 * @throws Unavailable when the ledger or the connections cannot be read
 */
export async function readHistory(
  app: Dependencies,
  named: AskedUser,
  asked: OutcomesAsked,
): Promise<ApiAnswer> {
  const found = await findAskedUser(app, named);
  if (found.kind === 'problem') return found;
  const { tenantId, user } = found;
  const page = historyPage(app, asked.page);
  const entries = await app.ledger.history.ofUser(tenantId, user.id, page);
  const since = page.since.toISOString();
  return outcomesPage({ user, since }, await outcomesOf(app, entries), entries.next, asked);
}

/** A page that goes back as far as outcomes are kept, and not before a time. */
export function historyPage(
  { clock, policy }: Pick<Reading, 'clock' | 'policy'>,
  page: Page,
  notBefore = new Date(0),
): HistoryPage {
  const now = clock.now();
  const kept = now.getTime() - policy.recordRetentionMs;
  return { ...page, now, since: new Date(Math.max(kept, notBefore.getTime())) };
}

/** The outcomes of entries, without those that have expired. */
export async function outcomesOf(
  reading: Reading,
  { keys }: HistoryEntries,
): Promise<readonly PublishedOutcome[]> {
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
