import type { ApprovalRequest } from './approval';
import type { BackendFailure } from './backend-failure';
import type { Detail } from './detail';
import type { DirectoryUser } from './directory-user';
import type { EarlierRevocation } from './earlier-revocation';
import type { UserRevocation } from './user-revocation';
import type { OutcomeId } from './ids';
import type { RequestAge } from './request-age';

/** What is known of one user of a request. A fact that has not been learned is absent. */
export interface Facts {
  readonly age: RequestAge;
  /** The user whom a person was shown and has approved, if the request waited for approval. */
  readonly approved: false | ApprovedUser;
  /** The object id by which the request names the user, if it does; the look-up may lead to another user. */
  readonly namedId?: string;
  readonly approval?: ApprovalFact;
  readonly user?: UserFact;
  readonly memberships?: MembershipFact;
  readonly protectedEntry?: ProtectedEntryFact;
  readonly namedTwice?: NamedTwiceFact;
  /** The directory roles of the user, where the steps of a containment depend on them. */
  readonly roles?: MembershipFact;
  readonly earlier?: EarlierFact;
  readonly limit?: LimitFact;
}

export interface ApprovedUser {
  /** The object id. */
  readonly userId: string;
}

/** The facts that are learned, one by one, in the order in which they are needed. */
export type LearnedFacts = Omit<Facts, 'age' | 'approved' | 'namedId'>;

/** Whether an earlier try of this request has asked for approval. */
export type ApprovalFact =
  { readonly kind: 'none' } | { readonly kind: 'requested'; readonly request: ApprovalRequest };

/** What looking up a reference returned. */
export type UserFact =
  | {
      readonly kind: 'found';
      readonly user: DirectoryUser;
      /** The keys of other references that the directory itself knows this user by. */
      readonly names?: readonly string[];
      /** Nobody can sign in with the account. */
      readonly isDisabled?: true;
    }
  /** `deletedAt`, RFC 3339: the directory has such a user among those that were deleted. */
  | { readonly kind: 'notFound'; readonly deletedAt?: string }
  /** A directory object that has no user sessions; `objectType` as Graph names it, `servicePrincipal`. */
  | { readonly kind: 'notAUser'; readonly objectType: string }
  /** The reference matches several users, or one who may not be meant, or its names lead to different users. */
  | {
      readonly kind: 'ambiguous';
      readonly detail: Detail;
      /** The object ids of the users that match, where they are known. */
      readonly userIds?: readonly string[];
    }
  | { readonly kind: 'lookupFailed'; readonly failure: BackendFailure };

/** The groups and roles of a user, direct or nested, among those that were asked for. All ids in lower case. */
export type MembershipFact =
  | {
      readonly kind: 'read';
      /** Object ids. */
      readonly groups: readonly string[];
      /** Template ids. */
      readonly roles: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly failure: BackendFailure };

/** Whether an entry of the policy's `protected` has led to this user at any time, whatever the user is called now. */
export type ProtectedEntryFact =
  { readonly kind: 'none' } | { readonly kind: 'ledHere'; readonly entry: string };

/** Whether another reference of the same request has named the same user before. */
export type NamedTwiceFact =
  { readonly kind: 'no' } | { readonly kind: 'yes'; readonly outcomeId: OutcomeId };

/** Whether an earlier revocation answers this request as well. */
export type EarlierFact =
  | { readonly kind: 'none' }
  /** One for the same alert. */
  | { readonly kind: 'done'; readonly revocation: EarlierRevocation }
  /** One for another request, which was made after this one had come. */
  | { readonly kind: 'doneSince'; readonly revocation: UserRevocation };

/** Whether the brake has a place for this user. */
export type LimitFact =
  | { readonly kind: 'reserved' | 'full' | 'shareUsed' }
  /** Signed out for this sender as often as the brake allows, or about to be; the last time for any sender at `lastAt`. */
  | { readonly kind: 'repeated'; readonly lastAt?: Date };
