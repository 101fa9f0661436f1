import type { ContainedItem, ContainmentChange, KeptItem } from './contained-item';
import type { ContainmentStep } from './containment-step';
import type { Detail } from './detail';
import type { ApprovalId, OutcomeId } from './ids';
import type { Mode } from './mode';
import type { ReceivedBy } from './received-by';
import type { Alert } from './request';
import type { MethodName } from './method-name';
import type { Bound } from './token-life';
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
  'restored',
  'contained',
] as const;

export type Status = (typeof statuses)[number];

/**
 * Every status that the result of a method can have. `pending`: an event of its own reports it later. Of a step of a
 * containment, `contained`: it has changed what is listed; `restored`: it has brought that back; `unchanged`: there was nothing to
 * change or to bring back; `foreseen`: it would change what is listed; `awaitingConfirmation`: it waits for an approval of its own.
 */
export const methodStatuses = [
  'accepted',
  'signedOut',
  'signOutPending',
  'notEnabled',
  'userNotFound',
  'failed',
  'pending',
  'contained',
  'unchanged',
  'foreseen',
  'restored',
  'awaitingConfirmation',
] as const;

export type MethodStatus = (typeof methodStatuses)[number];

/** What one method of revoking, or one step of a containment, did. */
export interface MethodResult {
  readonly name: MethodName;
  readonly status: MethodStatus;
  /** Calls made, retries included. */
  readonly attempts: number;
  /** The backend's own ids of those calls, for its support. */
  readonly requestIds: readonly string[];
  readonly detail?: Detail;
  /** What a step has changed, or would change; at most `MAX_REPORTED_ITEMS`. */
  readonly changed?: readonly ReportedChange[];
  /** What a step has left as it was, or would leave; at most `MAX_REPORTED_ITEMS`. */
  readonly kept?: readonly KeptItem[];
  /** How many items are not listed. */
  readonly notListed?: number;
}

/** A change of a step, as an outcome reports it. */
export type ReportedChange = ContainedItem & Pick<ContainmentChange, 'isFinal'>;

/** What is wrong with a message, and where. */
export interface Issue {
  /** Path of the field, as in `users[1].id`; `$` is the message itself. */
  readonly path: string;
  readonly message: string;
}

/** The user an outcome is about: as the request named them, and as far as the directory knew them. */
export interface OutcomeUser {
  readonly reference: UserReference;
  readonly id?: string;
  readonly userPrincipalName?: string;
  readonly userType?: string;
}

/** What every outcome has. Times are RFC 3339 UTC. */
export interface OutcomeContext {
  /** Equal for every delivery of the same request. */
  readonly id: OutcomeId;
  readonly requestId: string;
  readonly mode: Mode;
  /** The sender of the request. */
  readonly receivedBy?: ReceivedBy;
  /** The sender's reason. */
  readonly reason?: string;
  /** Absent when no user could be read from the message. */
  readonly user?: OutcomeUser;
  readonly tenantId: string;
  readonly alert?: Alert;
  /** The event behind the alert, as its format reads it. */
  readonly event?: string;
  /** The rule of the policy's `sources`, or the shipped one, that decided what the event may do. */
  readonly sourceRule?: string;
  readonly requestedBy?: string;
  readonly requestedAt?: string;
  readonly receivedAt: string;
  readonly completedAt: string;
  /** Of a request that waits or waited for approval. */
  readonly confirmation?: OutcomeConfirmation;
  readonly methods: readonly MethodResult[];
}

/** What only some outcomes have. */
interface Particulars {
  /** Why it ended so. */
  readonly detail: Detail;
  /** Of a what-if: the status that revoking would have given. */
  readonly predicted: Status;
  /** The outcome that answered the same work. */
  readonly duplicateOf: OutcomeId;
  readonly revokedAt: string;
  /** When the last access token issued before the revocation ends at the latest. */
  readonly effectiveNoLaterThan: string;
  /** Where that time comes from. */
  readonly bound: Bound;
  /** Whether the directory showed the revocation when read back; absent when it could not be read. */
  readonly verified: boolean;
  readonly issues: readonly Issue[];
}

/** The ending of an outcome: a status, the particulars that it always has, and those that it may have. */
type Ending<
  S extends Status,
  Always extends keyof Particulars = never,
  Sometimes extends keyof Particulars = never,
> = { readonly status: S } & Pick<Particulars, Always> &
  Partial<Pick<Particulars, Sometimes>> & {
    readonly [Name in Exclude<keyof Particulars, Always | Sometimes>]?: never;
  };

/** How an outcome ended, and what follows from its status: `rejected` with `revokedAt` does not compile. */
export type OutcomeEnding =
  | Ending<'signedOut', 'revokedAt' | 'effectiveNoLaterThan' | 'bound' | 'detail', 'verified'>
  | Ending<'signOutPending', 'revokedAt' | 'effectiveNoLaterThan' | 'bound', 'verified' | 'detail'>
  | Ending<'whatIf', 'predicted', 'detail' | 'duplicateOf'>
  | Ending<'awaitingConfirmation' | 'held', 'detail'>
  | Ending<'userNotFound' | 'failed' | 'notEnabled' | 'notApplicable' | 'protected', 'detail'>
  | Ending<'declined' | 'expired', 'detail'>
  | Ending<'duplicate', 'detail', 'duplicateOf'>
  | Ending<'nothingToDo', 'detail'>
  | Ending<'rejected', 'detail', 'issues'>
  | Ending<'restored', 'revokedAt' | 'effectiveNoLaterThan' | 'bound' | 'detail'>
  | Ending<'contained', 'detail'>;

/** What became of one user in one request, or of a message as a whole. */
export type Outcome = OutcomeContext & OutcomeEnding;

/** What a person is asked to approve, and what they decided. */
export interface OutcomeConfirmation {
  /** By which a decision names it. */
  readonly id: ApprovalId;
  /** Until when it can be decided. */
  readonly expiresAt: string;
  readonly decision?: 'approve' | 'decline' | 'expire';
  readonly by?: string;
  /** An access token has proven who decided. */
  readonly byProven?: true;
  /** The object id of the proven person whom `by` names. */
  readonly byId?: string;
  /** All who approved, where there were several. */
  readonly approvers?: readonly ConfirmationApprover[];
  /** How many had to approve, where there had to be several. */
  readonly quorum?: number;
  readonly decidedAt?: string;
}

/** One of several persons who approved. */
export interface ConfirmationApprover {
  /** The object id. */
  readonly id: string;
  readonly userPrincipalName?: string;
}

/** What settling a message, the log and the quarantine need of an outcome; stored beside the published message. */
export interface OutcomeSummary {
  readonly id: OutcomeId;
  readonly requestId: string;
  readonly status: Status;
  readonly predicted?: Status;
  readonly mode: Mode;
  /** In the language of the published message. */
  readonly detail?: string;
  readonly userId?: string;
  /** The methods and steps whose answers were not there yet; each is reported later. */
  readonly pendingMethods?: readonly MethodName[];
  /** The steps that wait for an approval of their own, which is asked for when the outcome is published. */
  readonly awaitingSteps?: readonly ContainmentStep[];
}
