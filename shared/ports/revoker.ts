import type { DirectoryUser } from '../core/directory-user';
import type { CallLane } from '../core/lane';
import type { RevocationAnswer } from '../core/revocation';
import type { RevocationMethod } from '../core/revocation-method';

/** One method of ending a user's sessions. */
export interface Revoker {
  /**
   * Signs the user out of every device. Repeating the call is harmless.
   *
   * Returns `failed` when the backend denied the call or did not accept it within its retry budget. A call whose
   * answer was lost may still have taken effect.
   */
  revoke(user: DirectoryUser, call: RevocationCall): Promise<RevocationAnswer>;

  /** How long, in ms, the backend has asked not to be called; 0 when it has not, or when calls wait in place for so short a time. */
  pausedForMs(): number;
}

/** How a revocation may be called. */
export interface RevocationCall {
  /** Asked in the moment before each call; when it returns false, that call is not made (`leaseEnded`). */
  readonly mayCall: () => boolean;
  /**
   * For whom: the sender, the request and the user. While more calls wait than the backend's quota admits, no sender,
   * request or user gets more of it than another.
   */
  readonly share: readonly string[];
  /** Calls of an earlier lane go before those of a later one; absent: the ordinary one. */
  readonly lane?: CallLane;
  /** For so long, in ms, it may wait for its turn before it has failed (`throttled`); absent: as long as the backend's calls may. */
  readonly maxTurnMs?: number;
  /** When it is aborted, nobody waits for the answer any more: the call is given up. */
  readonly signal?: AbortSignal;
}

/** A revoker for each configured method. */
export type Revokers = Readonly<Partial<Record<RevocationMethod, Revoker>>> & { readonly graph: Revoker };

/**
 * The revoker of a method that policy names.
 *
 * @throws when the method is not configured, which the configuration has ruled out
 */
export function revokerOf(revokers: Revokers, method: RevocationMethod): Revoker {
  const revoker = revokers[method];
  if (!revoker) throw new Error(`The method ${method} is not configured.`);
  return revoker;
}
