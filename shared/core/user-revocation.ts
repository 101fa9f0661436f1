import type { DirectoryUser } from './directory-user';
import type { ComesWith } from './earlier-revocation';
import { hasSteps } from './earlier-revocation';
import type { OutcomeId } from './ids';
import type { RevocationRequest } from './request';

/** The last revocation of a user that the app has made itself, whatever request it was for. */
export interface UserRevocation extends ComesWith {
  /** The outcome that reports it. */
  readonly outcomeId: OutcomeId;
  /** RFC 3339. */
  readonly revokedAt: string;
  /** What the broker had enqueued before then, by its own clock, came before the call; RFC 3339. Absent: that is not known. */
  readonly answersUntil?: string;
}

/** A request that may be done already, with the steps that it wants. */
interface EarlierRequest extends ComesWith {
  /** Of its own outcome: what an interrupted try of this request has done proves nothing. */
  readonly outcomeId: OutcomeId;
  /** When the broker received the request; absent: it did not say. */
  readonly enqueuedAt?: Date;
}

/**
 * Whether a revocation answers a request that came before it, from any sender: a sign-in before the request came was ended by the
 * call. A request whose alert was raised later contradicts its own time, and is not answered; nor is one that wants a step
 * which the revocation came without.
 */
export function answersEarlierRequest(
  revocation: UserRevocation,
  { alert }: Pick<RevocationRequest, 'alert'>,
  { outcomeId, enqueuedAt, ...wanted }: EarlierRequest,
): boolean {
  const { outcomeId: reportedBy, answersUntil } = revocation;
  if (!hasSteps(revocation, wanted)) return false;
  if (reportedBy === outcomeId || answersUntil === undefined || enqueuedAt === undefined) return false;
  const until = Date.parse(answersUntil);
  const raisedAt = alert?.createdAt === undefined ? undefined : Date.parse(alert.createdAt);
  // Times are cut to milliseconds: within the same one, the request may have come later.
  return enqueuedAt.getTime() < until && (raisedAt === undefined || raisedAt <= until);
}

/** Whether the directory has a user signed out since a time: the ledger then probably has it as well. */
export function wasRevokedSince({ sessionsValidFrom }: DirectoryUser, since: Date): boolean {
  return sessionsValidFrom !== undefined && Date.parse(sessionsValidFrom) >= since.getTime();
}

/** What distinguishes a request of the system from one that a person has made, approved or repeated. */
interface Cause {
  readonly request: Pick<RevocationRequest, 'format' | 'alert' | 'requestedBy'>;
  /** A person has approved it. */
  readonly isApproved: boolean;
  /** A person has replayed it. */
  readonly isReplay: boolean;
}

/**
 * Whether a person wants this very request to be carried out: it is then never done already. A request that names neither
 * an alert nor a person may be a person's own.
 */
export function isOfPerson({ request, isApproved, isReplay }: Cause): boolean {
  const { format, alert, requestedBy } = request;
  return isApproved || isReplay || requestedBy !== undefined || (format === 'native' && alert === undefined);
}
