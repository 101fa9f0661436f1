import type { AskedSteps } from './asked-steps';
import type { ApprovalReason } from './denial';
import type { Person } from './person';
import type { RestoreAsked } from './restore';
import type { Detail } from './detail';
import { detail } from './detail';
import type { DirectoryUser } from './directory-user';
import type { ApprovalId, OutcomeId, RequestIdentity } from './ids';
import { namespaceOf } from './received-by';
import type { RevocationRequest } from './request';
import type { UserReference } from './user-reference';

/** A request to approve the revocation of one user, steps beside it, or to bring back what a containment has changed. Times are RFC 3339. */
export interface ApprovalRequest {
  readonly id: ApprovalId;
  /** The outcome that published it. */
  readonly outcomeId: OutcomeId;
  readonly identity: RequestIdentity;
  /** The revocation request, for this user alone. */
  readonly request: RevocationRequest;
  readonly reference: UserReference;
  readonly user: DirectoryUser;
  readonly reason: ApprovalReason;
  readonly receivedAt: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  /** What is to be brought back; absent: the user is to be signed out. */
  readonly restore?: RestoreAsked;
  /** The steps that are to be taken on a user who is signed out already; absent: the user is to be signed out. */
  readonly contain?: AskedSteps;
}

/** A request to approve steps of a containment. */
export type StepsApproval = ApprovalRequest & { readonly contain: AskedSteps };

/** Whether a request for approval is about steps of a containment, and not about signing out. */
export function isOfSteps(request: ApprovalRequest): request is StepsApproval {
  return request.contain !== undefined;
}

/** A request to approve that a containment is undone. */
export type RestoreApproval = ApprovalRequest & { readonly restore: RestoreAsked };

/** Whether a request for approval is about undoing a containment. */
export function isRestore(request: ApprovalRequest): request is RestoreApproval {
  return request.restore !== undefined;
}

/** What can be decided; `expire` is the app's own decision when the time is over. */
export type DecisionVerb = 'approve' | 'decline' | 'expire';

/** A decision as a message brings it. */
export interface ApprovalDecision {
  readonly decision: DecisionVerb;
  /** Who decided; absent for `expire`. */
  readonly by?: string;
  /** The person named by `by`, where an access token has proven them, and every other person whose vote counted. */
  readonly provenBy?: Person;
  /** Equal for every delivery of the message that brings it, and for no other decision. */
  readonly key: string;
}

/** A decision that is recorded, once and for good. */
export interface RecordedDecision extends ApprovalDecision {
  /** RFC 3339. */
  readonly at: string;
  /** All who approved, where there were several. */
  readonly approvers?: readonly Person[];
  /** How many had to approve, where there had to be several. */
  readonly quorum?: number;
}

/** What a decision is about: one request for approval, or many. */
export type DecisionTarget = { readonly kind: 'one'; readonly approval: string } | ManyTargets;

export type ManyTargets = { readonly kind: 'several'; readonly approvals: readonly string[] } | ListedTargets;

/** All that wait of a revocation request, or all that the brake holds, as they were listed at a time. */
export type ListedTargets = (
  { readonly kind: 'request'; readonly requestId: string } | { readonly kind: 'brake' }
) & {
  /** When the person saw them, RFC 3339; absent: when the decision was sent. */
  readonly asOf?: string;
};

/** Whether a request for approval is among those that a list of a kind contains. */
export function isTarget(
  target: ListedTargets,
  { reason, identity, restore, contain }: ApprovalRequest,
): boolean {
  // Who decides on all sign-outs of a request has not been asked for what undoes them, or for more than them.
  if (restore || contain) return false;
  return target.kind === 'brake' ? reason.status === 'held' : identity.requestId === target.requestId;
}

/** Whether requests are of several senders, who may have used one id for different requests. */
export function isOfSeveralSenders(requests: readonly ApprovalRequest[]): boolean {
  return new Set(requests.map(({ identity }) => namespaceOf(identity.receivedBy))).size > 1;
}

/** Whether a person can have seen a request for approval in a list, before they sent a decision on that list. */
export function wasSeen({ asOf }: ListedTargets, { requestedAt }: ApprovalRequest, sentAt: Date): boolean {
  // Nobody has seen what was requested after they decided, whatever time they name.
  const seenAt = Math.min(sentAt.getTime(), asOf === undefined ? Infinity : Date.parse(asOf));
  return Date.parse(requestedAt) <= seenAt;
}

/** The states of a request for approval; `overdue`: nobody decided in time, and that is not recorded yet. */
type OpenState = 'pending' | 'overdue';
type DecidedState = 'approved' | 'declined' | 'expired';
export type ApprovalState = OpenState | DecidedState;

/** The effect of a decision in each state. */
const effects = {
  pending: { approve: 'record', decline: 'record', expire: 'wait' },
  overdue: { approve: 'expireFirst', decline: 'expireFirst', expire: 'record' },
  approved: { approve: 'tooLate', decline: 'tooLate', expire: 'finish' },
  declined: { approve: 'tooLate', decline: 'tooLate', expire: 'finish' },
  expired: { approve: 'tooLate', decline: 'tooLate', expire: 'finish' },
} as const satisfies Readonly<Record<ApprovalState, Readonly<Record<DecisionVerb, string>>>>;

const DECIDED_STATES = { approve: 'approved', decline: 'declined', expire: 'expired' } as const;

/** What the app does with a decision once one is recorded. */
export type DecidedAnswer =
  /** It is the recorded one: what follows from it is to be done, as it may not be done yet. */
  { readonly kind: 'finish'; readonly decision: RecordedDecision } | TooLate;

/** The decision changes nothing, and is answered. */
interface TooLate {
  readonly kind: 'tooLate';
  readonly status: 'duplicate' | 'expired';
  readonly detail: Detail;
}

/** What the app does with a decision while none is recorded. */
export type OpenAnswer =
  /** It is recorded, unless another decision is recorded first. */
  | { readonly kind: 'record'; readonly decision: RecordedDecision }
  /** The expiry is to be recorded first, unless another decision is; then this one is answered as a later one. */
  | { readonly kind: 'expireFirst'; readonly expiry: RecordedDecision }
  /** The time is not over yet; `isHalfOver`: and the request is to be announced once more. */
  | { readonly kind: 'wait'; readonly until: Date; readonly isHalfOver: boolean };

/** Answers a decision on a request for approval on which none is recorded. */
export function answerOpen(decision: ApprovalDecision, request: ApprovalRequest, now: Date): OpenAnswer {
  const expiry = expiryOf(request);
  const state: OpenState = now >= new Date(request.expiresAt) ? 'overdue' : 'pending';
  switch (effects[state][decision.decision]) {
    case 'record': {
      const isExpiry = decision.decision === 'expire';
      return { kind: 'record', decision: isExpiry ? expiry : { ...decision, at: now.toISOString() } };
    }
    case 'expireFirst':
      return { kind: 'expireFirst', expiry };
    case 'wait':
      return waitOf(request, now);
  }
}

/** The end of a wait comes twice: half-way, when the request is announced once more, and at its end. */
export function waitOf(request: ApprovalRequest, now: Date): Extract<OpenAnswer, { readonly kind: 'wait' }> {
  const halfway = halfwayOf(request);
  const isHalfOver = now >= halfway;
  return { kind: 'wait', until: isHalfOver ? new Date(request.expiresAt) : halfway, isHalfOver };
}

/** The middle of a wait, in whole ms. */
export function halfwayOf({
  requestedAt,
  expiresAt,
}: Pick<ApprovalRequest, 'requestedAt' | 'expiresAt'>): Date {
  return new Date(Math.floor((Date.parse(requestedAt) + Date.parse(expiresAt)) / 2));
}

/** Answers a decision on a request for approval on which one is recorded; only the recorded one counts. */
export function answerDecided(decision: ApprovalDecision, recorded: RecordedDecision): DecidedAnswer {
  if (recorded.key === decision.key) return { kind: 'finish', decision: recorded };
  switch (effects[DECIDED_STATES[recorded.decision]][decision.decision]) {
    case 'tooLate':
      return tooLateFor(recorded);
    case 'finish':
      return { kind: 'finish', decision: recorded };
  }
}

/** The decision that is recorded when nobody has decided in time: the same whichever message records it. */
export function expiryOf({ expiresAt }: ApprovalRequest): RecordedDecision {
  return { decision: 'expire', at: expiresAt, key: 'expiry' };
}

/** The answer to a decision that comes after the recorded one. */
export function tooLateFor({ decision, by = 'a person', at }: RecordedDecision): TooLate {
  switch (decision) {
    case 'approve':
      return { kind: 'tooLate', status: 'duplicate', detail: detail('alreadyApproved', { by, time: at }) };
    case 'decline':
      return { kind: 'tooLate', status: 'duplicate', detail: detail('alreadyDeclined', { by, time: at }) };
    case 'expire':
      return { kind: 'tooLate', status: 'expired', detail: detail('alreadyExpired', { time: at }) };
  }
}
