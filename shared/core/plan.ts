import type { ApprovalRequest } from './approval';
import type { ApprovalReason, Denial } from './denial';
import type { Detail } from './detail';
import type { DirectoryUser } from './directory-user';
import type { EntryKey } from './ids';
import type { Mode } from './mode';
import type { AskedMemberships, Brake } from './policy';
import type { RevocationMethods } from './revocation-method';

/** A fact that must be learned, and what it is learned from. */
export type Question = ReadingQuestion | WritingQuestion;

/** A question whose answer is only read. */
export type ReadingQuestion =
  | { readonly fact: 'approval' }
  | { readonly fact: 'user' }
  | { readonly fact: 'memberships'; readonly userId: string; readonly asked: AskedMemberships }
  | { readonly fact: 'protectedEntry'; readonly userId: string }
  | { readonly fact: 'namedTwice'; readonly userId: string };

/** A question whose answer writes, unless in a what-if. */
export type WritingQuestion =
  /** Learning it enters the intent, and acquires the leases of the user and of the deduplication key, if there is one. */
  | { readonly fact: 'earlier'; readonly key?: EntryKey; readonly user: DirectoryUser }
  /** Learning it reserves a place for the user. */
  | { readonly fact: 'limit'; readonly userId: string; readonly brake: Brake };

/**
 * What must be known before the next decision. Questions that only read can be answered side by side; one that writes
 * comes alone, so that no failure beside it leaves a lease behind.
 */
export interface Need {
  readonly kind: 'need';
  readonly mode: Mode;
  readonly questions: readonly ReadingQuestion[] | readonly [WritingQuestion];
}

/** What is to be done about one user. */
export type Plan = DenyPlan | HoldPlan | AwaitPlan | ProceedPlan;

/** The user is not signed out. */
export interface DenyPlan {
  readonly kind: 'deny';
  readonly mode: Mode;
  /** `request`: the denial is the same in a what-if; `user`: a what-if only predicts it. */
  readonly about: 'request' | 'user';
  readonly denial: Denial;
}

/** A person must approve first. */
export interface HoldPlan {
  readonly kind: 'hold';
  readonly mode: Mode;
  readonly user: DirectoryUser;
  readonly reason: ApprovalReason;
}

/** An earlier try has asked for approval: the answer stays the same, whatever would be decided now. */
export interface AwaitPlan {
  readonly kind: 'await';
  readonly approval: ApprovalRequest;
}

/** The user is signed out by these methods; in a what-if, the outcome predicts it. */
export interface ProceedPlan {
  readonly kind: 'proceed';
  readonly mode: Mode;
  readonly user: DirectoryUser;
  readonly methods: RevocationMethods;
  /** Why a rule of `sources` lets it only preview, if one does. */
  readonly preview?: Detail;
}
