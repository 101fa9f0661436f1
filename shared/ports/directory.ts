import type { BackendFailure } from '../core/backend-failure';
import type { MembershipFact, UserFact } from '../core/facts';
import type { AskedMemberships } from '../core/policy';
import type { UserReference } from '../core/user-reference';

/** Looks up the users of the connected tenant. */
export interface Directory {
  /**
   * Finds the one user that a reference names. Reads only.
   *
   * Returns `lookupFailed` when the backend did not answer within its retry budget, and `ambiguous` when the
   * reference matches several users. Throws only on a broken invariant.
   */
  find(reference: UserReference): Promise<UserFact>;

  /**
   * Reads when the user whom a reference names was deleted, RFC 3339. Reads only.
   *
   * Returns undefined when no such user is known to be deleted, or when deleted users cannot be read.
   */
  deletedAt(reference: UserReference): Promise<string | undefined>;

  /**
   * Reads which of the given groups a user belongs to, directly or through other groups, and all directory roles of
   * the user if they are asked for: those that are active, and those that the user may activate where the app may read
   * that. Reads only.
   *
   * Returns `unreadable` when any part of the answer is missing: the user may then be protected.
   */
  memberships(userId: string, asked: AskedMemberships): Promise<MembershipFact>;

  /** Reads whether a group or a directory role exists. Reads only. */
  exists(object: DirectoryObject): Promise<ExistenceFact>;

  /** Reads back the time from which sessions are valid: the only proof of a revocation that Graph returns. */
  sessionsValidFrom(userId: string): Promise<SessionsValidFrom>;
}

/** `sessionsValidFrom` is RFC 3339, and absent for a user who was never revoked. */
export type SessionsValidFrom =
  | { readonly kind: 'read'; readonly sessionsValidFrom?: string }
  | { readonly kind: 'failed'; readonly failure: BackendFailure };

/** A group by object id, or a directory role by template id. */
export interface DirectoryObject {
  readonly kind: 'group' | 'role';
  readonly id: string;
}

export type ExistenceFact =
  | { readonly kind: 'exists' }
  /** It was never there, or it is deleted. */
  | { readonly kind: 'notFound' }
  | { readonly kind: 'unreadable'; readonly failure: BackendFailure };
