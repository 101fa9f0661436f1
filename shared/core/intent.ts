import type { DirectoryUser } from './directory-user';
import type { OutcomeId } from './ids';
import type { ReceivedBy } from './received-by';

/**
 * What the ledger stores before a backend is asked to revoke, so that a call whose outcome was not recorded is found:
 * the next holder of the lease reads back whether the call has taken effect.
 */
export interface Intent {
  /** The outcome that was to report the revocation. */
  readonly outcomeId: OutcomeId;
  /** The sender of its request. */
  readonly receivedBy?: ReceivedBy;
  /** Object id. */
  readonly userId: string;
  /** RFC 3339. */
  readonly declaredAt: string;
  /** The user's as it was before the call, RFC 3339. Absent when the user was never revoked. */
  readonly sessionsValidFrom?: string;
  /** Policy may want steps of a containment: what was begun of them is in the ledger. */
  readonly contains?: true;
  /** Of a method that is called again: how often it has been called, if each call that may have been made was. */
  readonly calls?: number;
}

/** Whether the directory shows a revocation since an intent was declared. Compares times of the directory alone. */
export function showsRevocation(
  intent: Pick<Intent, 'userId' | 'sessionsValidFrom'>,
  user: Pick<DirectoryUser, 'id' | 'sessionsValidFrom'>,
): user is { readonly id: string; readonly sessionsValidFrom: string } {
  const isSame = intent.userId.toLowerCase() === user.id.toLowerCase();
  return isSame && hasMoved(intent.sessionsValidFrom, user.sessionsValidFrom);
}

/** Whether the time from which sessions are valid has moved. */
export function hasMoved(before: string | undefined, after: string | undefined): boolean {
  return instantOf(after) > instantOf(before);
}

function instantOf(time: string | undefined): number {
  return time === undefined ? Number.NEGATIVE_INFINITY : Date.parse(time);
}
