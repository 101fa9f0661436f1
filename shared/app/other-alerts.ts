import type { Containment } from '../core/containment';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import { nameOfIncident } from '../core/false-positive';
import type { EntryKey } from '../core/ids';
import type { Incident } from '../core/incident';
import { incidentOf, isSameIncident } from '../core/incident';
import type { OutcomeConfirmation } from '../core/outcome';
import { restoreApprovalId } from '../core/restore-ids';
import { readTopicMessage } from '../messages/topic-message';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';

/** The clocks of two instances differ by at most so much, in ms. */
const MAX_SKEW_MS = 5000;
const ON_A_PAGE = 50;
/** A user about whom more than so many pages came is left to a person. */
const MAX_PAGES = 4;
const MAX_PARALLEL_READS = 8;

/** An incident as it was judged. */
export interface JudgedIncident {
  readonly incident: Incident;
  /** What came later than this, was not known to who has closed it. */
  readonly changedAt: Date;
}

/**
 * Whether something has asked for a revocation of the user since the containment began that the judgement on the incident is not about,
 * whatever became of it: another incident, or another alert of this one that came after it was judged. A request that was answered as a
 * duplicate relies on the containment. True as well where the ledger cannot say it.
 *
 * @throws Unavailable when the ledger is
 */
export async function isOtherAlertOn(
  { ledger, clock }: Pick<Dependencies, 'ledger' | 'clock'>,
  { tenantId, user, startedAt, alert }: Containment,
  { incident, changedAt }: JudgedIncident,
): Promise<boolean> {
  const now = clock.now();
  const since = new Date(Date.parse(startedAt) - MAX_SKEW_MS);
  const restores = await restoresOf(ledger, tenantId, user.id);
  const isOther = async (key: EntryKey): Promise<boolean> => {
    const entry = await ledger.outcomes.read(key, now);
    const message = entry && readTopicMessage(entry.message.body);
    if (message?.kind !== 'event' || message.event.type !== 'io.github.session-revoker.outcome.v1')
      return true;
    const { data } = message.event;
    if (!isSameIncident(incident, incidentOf(data.alert?.incidentId))) return true;
    const isRepeated = data.alert?.id !== undefined && data.alert.id === alert?.id;
    const isRestore = data.confirmation !== undefined && restores.has(data.confirmation.id);
    return Date.parse(data.receivedAt) > changedAt.getTime() && !isRepeated && !isRestore;
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

/** The requests for approval to undo what was done to a user, by their ids. */
async function restoresOf(
  { containments }: Dependencies['ledger'],
  tenantId: string,
  userId: string,
): Promise<ReadonlySet<string>> {
  const all = await containments.ofUser(tenantId, userId);
  return new Set(
    all.flatMap(({ containment: { outcomeId, attempt = 0 } }) =>
      Array.from({ length: attempt + 1 }, (_one, n) => restoreApprovalId(outcomeId, n)),
    ),
  );
}

/**
 * Why a restore that its incident has approved is not carried out after all: what came since then may rely on the containment. None for
 * what a person has approved.
 *
 * @throws Unavailable when the ledger is
 */
export async function alertBeyondIncident(
  dependencies: Pick<Dependencies, 'ledger' | 'clock'>,
  containment: Containment,
  { by, byProven, decidedAt }: Partial<OutcomeConfirmation> = {},
): Promise<Detail | undefined> {
  const incident = incidentOf(containment.alert?.incidentId);
  if (!incident || decidedAt === undefined || byProven || by !== nameOfIncident(incident)) return undefined;
  const changedAt = new Date(decidedAt);
  return (await isOtherAlertOn(dependencies, containment, { incident, changedAt }))
    ? detail('restoreOtherAlert')
    : undefined;
}
