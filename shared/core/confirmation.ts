import type { DirectoryUser } from './facts';
import type { RequestIdentity } from './ledger-key';
import { digest } from './ledger-key';
import type { Hold } from './plan';
import type { Policy } from './policy';
import type { RevocationRequest } from './request';
import type { UserReference } from './user-reference';

/** One user of a request, at rest until a person decides. */
export interface HeldRequest {
  /** What a decision names it by. */
  readonly confirmation: string;
  /** The outcome that told of it. */
  readonly outcomeId: string;
  readonly identity: RequestIdentity;
  /** The request, for this user alone. */
  readonly request: RevocationRequest;
  readonly reference: UserReference;
  readonly user: DirectoryUser;
  readonly hold: Hold;
  /** RFC 3339, like all times here. */
  readonly receivedAt: string;
  readonly heldAt: string;
  readonly expiresAt: string;
}

/** What a person says is to become of a request that waits. */
export interface Decision {
  readonly decision: 'approve' | 'decline';
  /** Who has decided. */
  readonly by: string;
}

/** What a decision is about: one that waits, all of a request that do, or all that the brake holds. */
export type DecidedOn = { readonly kind: 'one'; readonly confirmation: string } | DecidedOnMany;

export type DecidedOnMany =
  { readonly kind: 'request'; readonly requestId: string } | { readonly kind: 'brake' };

/** Whether a request that waits is among those that a decision is about. */
export function isDecidedOn(on: DecidedOnMany, { hold, identity }: HeldRequest): boolean {
  return on.kind === 'brake' ? hold.status === 'held' : identity.requestId === on.requestId;
}

/** How waiting ended. It is recorded once and never changed. */
export interface Resolution {
  readonly decision: 'approve' | 'decline' | 'expire';
  /** Absent when nobody decided in time. */
  readonly by?: string;
  readonly at: string;
  /** Of the message that brought it, so that a redelivery is told from a second decision. */
  readonly key: string;
}

/** The same for every message that ends a wait whose time is over. */
const EXPIRY_KEY = 'expiry';

/** Follows from the outcome, so that a redelivered request finds what it has left at rest. */
export function confirmationId(outcomeId: string): string {
  return digest(['confirmation', outcomeId]).slice(0, 32);
}

/** What becomes of a decision. */
export type Judgement =
  /** It ends the wait, if nothing else has by the time that it is recorded. */
  | { readonly kind: 'ends'; readonly resolution: Resolution }
  /** It has ended the wait before: what follows from that may be left to do. */
  | { readonly kind: 'stands'; readonly resolution: Resolution }
  /** Whoever says so has no say in it. */
  | { readonly kind: 'rejected'; readonly because: string }
  /** Somebody else, or time, has ended it before. */
  | { readonly kind: 'tooLate'; readonly status: 'duplicate' | 'expired'; readonly detail: string };

/** Whether a decision counts. Whoever it is told by, it changes nothing once the wait has ended. */
export function judge(
  { decision, by }: Decision,
  key: string,
  {
    held,
    resolution,
    policy,
    now,
  }: {
    readonly held: HeldRequest;
    readonly resolution: Resolution | undefined;
    readonly policy: Policy;
    readonly now: Date;
  },
): Judgement {
  if (resolution?.key === key) return { kind: 'stands', resolution };
  const objection = objectionToDecider(by, policy) ?? objectionToPartiality(by, held);
  if (objection !== undefined) return { kind: 'rejected', because: objection };
  if (resolution) return { kind: 'tooLate', ...secondThoughts(resolution) };
  if (now >= new Date(held.expiresAt)) return { kind: 'tooLate', ...secondThoughts(expiryOf(held)) };
  return { kind: 'ends', resolution: { decision, by, at: now.toISOString(), key } };
}

/** How a wait ends that nobody has ended in time. */
export function expiryOf({ expiresAt }: HeldRequest): Resolution {
  return { decision: 'expire', at: expiresAt, key: EXPIRY_KEY };
}

/** Undefined when this person may decide at all. */
export function objectionToDecider(by: string, { confirmation }: Policy): string | undefined {
  const { approvers } = confirmation;
  return approvers === undefined || approvers.includes(by.toLowerCase())
    ? undefined
    : `${by} is not among the approvers of the policy`;
}

/** Nobody decides on a request of their own, nor an intruder on being locked out. */
function objectionToPartiality(by: string, { request, user }: HeldRequest): string | undefined {
  const decider = by.toLowerCase();
  if (request.requestedBy?.toLowerCase() === decider) return 'the requester cannot decide on the request';
  return [user.id, user.userPrincipalName].some((name) => name?.toLowerCase() === decider)
    ? 'the user concerned cannot decide on the request'
    : undefined;
}

function secondThoughts({ decision, by, at }: Resolution): {
  readonly status: 'duplicate' | 'expired';
  readonly detail: string;
} {
  switch (decision) {
    case 'approve':
      return { status: 'duplicate', detail: `It was approved already, by ${by ?? 'somebody'} at ${at}.` };
    case 'decline':
      return { status: 'duplicate', detail: `It was declined already, by ${by ?? 'somebody'} at ${at}.` };
    case 'expire':
      return { status: 'expired', detail: `Nobody had decided by ${at}, and then it expired.` };
  }
}
