import type { ContainmentStep } from './containment-step';
import type { OutcomeId } from './ids';
import type { Alert } from './request';

/** What is done when a user has returned: a closed set. */
export const onReturnActions = ['report', 'revoke', 'contain'] as const;

export type OnReturn = (typeof onReturnActions)[number];

/** Whether revocations are watched, and what follows when a user has returned. */
export interface WatchPolicy {
  readonly onReturn: OnReturn;
  /** What `contain` asks for. */
  readonly contain: readonly ContainmentStep[];
  /** How late, in ms, an entry of a log may be at least, before its absence proves anything. */
  readonly latenessMs: number;
}

/** A revocation that is watched until there is a verdict. Times are RFC 3339. */
export interface Watch {
  /** The outcome that reports the revocation. */
  readonly outcomeId: OutcomeId;
  readonly requestId: string;
  readonly tenantId: string;
  readonly user: WatchedUser;
  /** The sender of the request, as the outcome names it. */
  readonly receivedBy?: string;
  readonly alert?: Alert;
  readonly revokedAt: string;
  /** The bound of the revocation. */
  readonly effectiveNoLaterThan: string;
  /** It only ends earlier watches of the user, who may sign in again. */
  readonly isRestored?: true;
}

/** The user of a revocation, as its outcome names them. */
export interface WatchedUser {
  readonly id: string;
  readonly reference: string;
  readonly userPrincipalName?: string;
  readonly userType?: string;
}

/** The next revocation of the same user, or the one that restored them; undefined: there is none. */
export function replacementOf(watch: Watch, all: readonly Watch[]): Watch | undefined {
  const later = all.filter(
    (other) =>
      other.user.id === watch.user.id && other.outcomeId !== watch.outcomeId && isLater(other, watch),
  );
  return later.reduce<Watch | undefined>(
    (first, other) => (first === undefined || isLater(first, other) ? other : first),
    undefined,
  );
}

/** Of two in the same moment one is the later, the same one for everybody. */
function isLater(one: Watch, other: Watch): boolean {
  const [at, otherAt] = [Date.parse(one.revokedAt), Date.parse(other.revokedAt)];
  return at === otherAt ? one.outcomeId > other.outcomeId : at > otherAt;
}
