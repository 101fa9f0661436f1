import type { ApprovalRequest } from './approval';
import type { ContainmentPlan } from './containment-policy';
import type { ContainmentStep } from './containment-step';
import type { ApprovalReason, Denial } from './denial';
import type { Detail } from './detail';
import type { DirectoryUser } from './directory-user';
import type { UserFact } from './facts';
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
  | { readonly fact: 'roles'; readonly userId: string }
  | { readonly fact: 'protectedEntry'; readonly userId: string }
  | { readonly fact: 'namedTwice'; readonly userId: string };

/** A question whose answer writes, unless in a what-if. */
export type WritingQuestion =
  /** Learning it enters the intent, and acquires the leases of the user and of the deduplication key, if there is one. */
  | {
      readonly fact: 'earlier';
      readonly key?: EntryKey;
      readonly user: DirectoryUser;
      /** The steps of a containment that the request wants; absent: none. */
      readonly steps?: readonly ContainmentStep[];
      /** Those that wait for an approval of their own. */
      readonly awaiting?: readonly ContainmentStep[];
    }
  /** Learning it reserves a place for the user. */
  | { readonly fact: 'limit'; readonly userId: string; readonly brake: Brake };

/**
 * What must be known before the next decision. Questions that only read can be answered side by side; one that writes
 * comes alone, so that no failure beside it leaves a lease behind.
 */
export type Need = ReadingNeed | WritingNeed;

export interface ReadingNeed {
  readonly kind: 'need';
  readonly questions: readonly ReadingQuestion[];
  /** Questions that may come next, and can be asked beside these: what they answer may turn out not to be needed. */
  readonly ahead?: readonly ReadingQuestion[];
}

export interface WritingNeed {
  readonly kind: 'need';
  readonly mode: Mode;
  readonly questions: readonly [WritingQuestion];
}

/** Whether a step is a need that is answered by reading alone. */
export function onlyReads(step: Need | Plan): step is ReadingNeed {
  return step.kind === 'need' && step.questions.every(({ fact }) => fact !== 'earlier' && fact !== 'limit');
}

/**
 * Whether the answer to a question counts, now that a look-up has answered: what was asked beside it may be about another
 * account.
 */
export function isAbout(question: ReadingQuestion, looked: UserFact | undefined): boolean {
  if (!looked || !('userId' in question)) return true;
  return looked.kind === 'found' && looked.user.id.toLowerCase() === question.userId.toLowerCase();
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
  /** What is done to the user beside; absent: nothing. */
  readonly containment?: ContainmentPlan;
  /** Why a rule of `sources` lets it only preview, if one does. */
  readonly preview?: Detail;
}
