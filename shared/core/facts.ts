import type { Arrival } from './arrival';
import type { BackendFailure } from './backend-failure';
import type { EarlierRevocation } from './earlier-revocation';

/** What the directory says of one user. */
export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName?: string;
  readonly userType?: string;
  /** Set for invited users, whatever their `userType`. */
  readonly externalUserState?: string;
  /** `signInType` of each identity: `userPrincipalName`, `federated`, `emailAddress`, … */
  readonly signInTypes: readonly string[];
  /** RFC 3339; sessions older than this are void. Absent when never revoked. */
  readonly sessionsValidFrom?: string;
}

/** What looking a reference up gave. */
export type UserFact =
  | { readonly kind: 'found'; readonly user: DirectoryUser }
  | { readonly kind: 'notFound' }
  /** An object of the directory that has no user sessions; `objectType` as Graph names it, `servicePrincipal`. */
  | { readonly kind: 'notAUser'; readonly objectType: string }
  /** The reference fits several users, or one of which it cannot be told that it is meant. */
  | { readonly kind: 'ambiguous'; readonly detail: string }
  | { readonly kind: 'lookupFailed'; readonly failure: BackendFailure }
  /** The request was refused before any look-up was needed. */
  | { readonly kind: 'notLookedUp' };

/** All that was learned about one user of a request before deciding. */
export interface Facts {
  readonly user: UserFact;
  readonly arrival: Arrival;
  /** A revocation that answers this request as well. */
  readonly earlier?: EarlierRevocation;
  /** Read when the policy looks at any, for users who were found. */
  readonly memberships?: MembershipFact;
  /** Set once the brake was asked and had no room for this user. */
  readonly brake?: 'full';
  /** A person has approved it. */
  readonly approved?: true;
}

/** What a user belongs to, directly or by way of others, of what was asked for. All ids in small letters. */
export type MembershipFact =
  | {
      readonly kind: 'read';
      /** Object ids. */
      readonly groups: readonly string[];
      /** Template ids. */
      readonly roles: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly failure: BackendFailure };
