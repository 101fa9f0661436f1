import type { Mode } from './mode';
import type { Alert } from './request';
import type { UserReference } from './user-reference';

/** Every status an outcome can have; a closed set that consumers may rely on. */
export const statuses = [
  'signedOut',
  'signOutPending',
  'userNotFound',
  'failed',
  'notEnabled',
  'notApplicable',
  'whatIf',
  'awaitingConfirmation',
  'declined',
  'protected',
  'held',
  'expired',
  'duplicate',
  'nothingToDo',
  'rejected',
] as const;

export type Status = (typeof statuses)[number];

/** What one method of revoking did. */
export interface MethodResult {
  readonly name: string;
  readonly status: 'accepted' | 'failed';
  /** Calls made, retries included. */
  readonly attempts: number;
  /** The backend's own ids of those calls, for its support. */
  readonly requestIds: readonly string[];
  readonly detail?: string;
}

/** What is wrong with a message, and where. */
export interface Issue {
  /** Path of the field, as in `users[1].id`; `$` is the message itself. */
  readonly path: string;
  readonly message: string;
}

/** The user an outcome is about: as named, and as far as the directory knew. */
export interface OutcomeUser {
  readonly reference: UserReference;
  readonly id?: string;
  readonly userPrincipalName?: string;
  readonly userType?: string;
}

/** What became of one user in one request. Times are RFC 3339 UTC. */
export interface Outcome {
  /** The same for every delivery of the same request. */
  readonly id: string;
  readonly requestId: string;
  readonly status: Status;
  /** Under what-if: the status that revoking would have given. */
  readonly predicted?: Status;
  readonly mode: Mode;
  /** The sender's reason. */
  readonly reason?: string;
  /** Absent when the message named nobody who could be read. */
  readonly user?: OutcomeUser;
  readonly tenantId: string;
  readonly alert?: Alert;
  readonly requestedBy?: string;
  readonly requestedAt?: string;
  readonly receivedAt: string;
  readonly completedAt: string;
  readonly revokedAt?: string;
  /** When the last access token issued before the revocation ends at the latest. */
  readonly effectiveNoLaterThan?: string;
  /** Whether the directory showed the revocation when read back; absent when it could not be read. */
  readonly verified?: boolean;
  readonly methods: readonly MethodResult[];
  readonly duplicateOf?: string;
  /** Why it ended so, in one English sentence. */
  readonly detail?: string;
  readonly issues?: readonly Issue[];
  /** Of a request that waits or has waited for a person. */
  readonly confirmation?: OutcomeConfirmation;
}

/** What a person is asked, and what they have said. */
export interface OutcomeConfirmation {
  /** What a decision names it by. */
  readonly id: string;
  /** Until when it can be decided on. */
  readonly expiresAt: string;
  readonly decision?: 'approve' | 'decline' | 'expire';
  readonly by?: string;
  readonly decidedAt?: string;
}

/** What settling a message, the log and the quarantine need of an outcome: it is kept beside what was told. */
export interface Verdict extends Pick<
  Outcome,
  'id' | 'requestId' | 'status' | 'predicted' | 'mode' | 'detail'
> {
  readonly userId?: string;
}

export function verdictOf({ id, requestId, status, predicted, mode, detail, user }: Outcome): Verdict {
  return {
    id,
    requestId,
    status,
    mode,
    ...(predicted !== undefined && { predicted }),
    ...(detail !== undefined && { detail }),
    ...(user?.id !== undefined && { userId: user.id }),
  };
}
