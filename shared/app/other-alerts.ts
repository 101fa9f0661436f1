import type { Containment } from '../core/containment';
import type { EntryKey } from '../core/ids';
import type { Incident } from '../core/incident';
import { incidentOf, isSameIncident } from '../core/incident';
import { readTopicMessage } from '../messages/topic-message';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';

/** The clocks of two instances differ by at most so much, in ms. */
const MAX_SKEW_MS = 5000;
const ON_A_PAGE = 50;
/** A user about whom more than so many pages came is left to a person. */
const MAX_PAGES = 4;
const MAX_PARALLEL_READS = 8;

/**
 * Whether something else than an incident has asked for a revocation of the user since the containment began, whatever became of it: a
 * request that was answered as a duplicate relies on the containment. True as well where the ledger cannot say it.
 *
 * @throws Unavailable when the ledger is
 */
export async function isOtherAlertOn(
  { ledger, clock }: Pick<Dependencies, 'ledger' | 'clock'>,
  { tenantId, user, startedAt }: Containment,
  incident: Incident,
): Promise<boolean> {
  const now = clock.now();
  const since = new Date(Date.parse(startedAt) - MAX_SKEW_MS);
  const isOther = async (key: EntryKey): Promise<boolean> => {
    const entry = await ledger.outcomes.read(key, now);
    const message = entry && readTopicMessage(entry.message.body);
    if (message?.kind !== 'event' || message.event.type !== 'io.github.session-revoker.outcome.v1')
      return true;
    return !isSameIncident(incident, incidentOf(message.event.data.alert?.incidentId));
  };
  let after: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = { now, since, after, top: ON_A_PAGE };
    const { keys, next } = await ledger.history.ofUser(tenantId, user.id, page);
    const found = await inParallel(keys, MAX_PARALLEL_READS, isOther);
    if (found.includes(true)) return true;
    if (next === undefined) return false;
    after = next;
  }
  return true;
}
