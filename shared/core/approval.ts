import type { ApprovalReason } from './denial';
import type { Detail } from './detail';
import { detail } from './detail';
import type { DirectoryUser } from './directory-user';
import type { ApprovalId, OutcomeId, RequestIdentity } from './ids';
import type { Policy } from './policy';
import type { RevocationRequest } from './request';
import type { UserReference } from './user-reference';

/** A request to approve the revocation of one user. Times are RFC 3339. */
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
}

/** What can be decided; `expire` is the app's own decision when the time is over. */
export type DecisionVerb = 'approve' | 'decline' | 'expire';

/** A decision as a message brings it. */
export interface ApprovalDecision {
  readonly decision: DecisionVerb;
  /** Who decided; absent for `expire`. */
  readonly by?: string;
  /** Equal for every delivery of the message that brings it, and for no other decision. */
  readonly key: string;
}

/** A decision that is recorded, once and for good. */
export interface RecordedDecision extends ApprovalDecision {
  /** RFC 3339. */
  readonly at: string;
}

/** What a decision is about: one request for approval, all of a revocation request, or all that the brake holds. */
export type DecisionTarget = { readonly kind: 'one'; readonly approval: string } | ManyTargets;

export type ManyTargets =
  { readonly kind: 'request'; readonly requestId: string } | { readonly kind: 'brake' };

/** Whether a request for approval is among those that a decision is about. */
export function isTarget(target: ManyTargets, { reason, identity }: ApprovalRequest): boolean {
  return target.kind === 'brake' ? reason.status === 'held' : identity.requestId === target.requestId;
}

/** The states of a request for approval; `overdue`: nobody decided in time, and that is not recorded yet. */
type OpenState = 'pending' | 'overdue';
type DecidedState = 'approved' | 'declined' | 'expired';
export type ApprovalState = OpenState | DecidedState;

/** The effect of a decision in each state. */
const effects = {
  pending: { approve: 'record', decline: 'record', expire: 'wait' },
  overdue: { approve: 'expireFirst', decline: 'expireFirst', expire: 'record' },
  approved: { approve: 'tooLate', decline: 'tooLate', expire: 'ignore' },
  declined: { approve: 'tooLate', decline: 'tooLate', expire: 'ignore' },
  expired: { approve: 'tooLate', decline: 'tooLate', expire: 'finish' },
} as const satisfies Readonly<Record<ApprovalState, Readonly<Record<DecisionVerb, string>>>>;

const DECIDED_STATES = { approve: 'approved', decline: 'declined', expire: 'expired' } as const;

/** What the app does with a decision once one is recorded. */
export type DecidedAnswer =
  /** It is the recorded one: what follows from it is to be done, as it may not be done yet. */
  | { readonly kind: 'finish'; readonly decision: RecordedDecision }
  | TooLate
  /** Who decides is not allowed to. */
  | { readonly kind: 'denied'; readonly detail: string }
  | { readonly kind: 'ignore' };

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
  | { readonly kind: 'denied'; readonly detail: string }
  /** The time is not over yet. */
  | { readonly kind: 'wait'; readonly until: Date };

/** Answers a decision on a request for approval on which none is recorded. */
export function answerOpen(
  decision: ApprovalDecision,
  request: ApprovalRequest,
  policy: Policy,
  now: Date,
): OpenAnswer {
  const denial = denialOfDecision(decision, request, policy);
  if (denial !== undefined) return { kind: 'denied', detail: denial };
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
      return { kind: 'wait', until: new Date(request.expiresAt) };
  }
}

/** Answers a decision on a request for approval on which one is recorded; only the recorded one counts. */
export function answerDecided(
  decision: ApprovalDecision,
  recorded: RecordedDecision,
  request: ApprovalRequest,
  policy: Policy,
): DecidedAnswer {
  if (recorded.key === decision.key) return { kind: 'finish', decision: recorded };
  const denial = denialOfDecision(decision, request, policy);
  if (denial !== undefined) return { kind: 'denied', detail: denial };
  const effect = effects[DECIDED_STATES[recorded.decision]][decision.decision];
  switch (effect) {
    case 'tooLate':
      return tooLate(recorded);
    case 'finish':
      return { kind: 'finish', decision: recorded };
    case 'ignore':
      return { kind: 'ignore' };
  }
}

/** The decision that is recorded when nobody has decided in time: the same whichever message records it. */
export function expiryOf({ expiresAt }: ApprovalRequest): RecordedDecision {
  return { decision: 'expire', at: expiresAt, key: 'expiry' };
}

/** Why this person may not decide at all; undefined when they may. */
export function denialByApprovers(by: string, { confirmation }: Policy): string | undefined {
  const { approvers } = confirmation;
  return approvers === undefined || approvers.includes(by.toLowerCase())
    ? undefined
    : `${by} is not one of the approvers that policy names`;
}

/** Nobody decides on a request of their own, nor on being signed out. */
function denialOfDecision(
  { decision, by = '' }: ApprovalDecision,
  { request, user }: ApprovalRequest,
  policy: Policy,
): string | undefined {
  if (decision === 'expire') return undefined;
  const denial = denialByApprovers(by, policy);
  if (denial !== undefined) return denial;
  const decider = by.toLowerCase();
  if (request.requestedBy?.toLowerCase() === decider) return 'the requester cannot decide on the request';
  return [user.id, user.userPrincipalName].some((name) => name?.toLowerCase() === decider)
    ? 'the user concerned cannot decide on the request'
    : undefined;
}

function tooLate({ decision, by = 'a person', at }: RecordedDecision): TooLate {
  switch (decision) {
    case 'approve':
      return { kind: 'tooLate', status: 'duplicate', detail: detail('alreadyApproved', { by, time: at }) };
    case 'decline':
      return { kind: 'tooLate', status: 'duplicate', detail: detail('alreadyDeclined', { by, time: at }) };
    case 'expire':
      return { kind: 'tooLate', status: 'expired', detail: detail('alreadyExpired', { time: at }) };
  }
}
