import type { DirectoryUser } from '../core/directory-user';
import type { RevocationAnswer } from '../core/revocation';
import type { RevocationMethod } from '../core/revocation-method';

/** One method of ending a user's sessions. */
export interface Revoker {
  /**
   * Signs the user out of every device. Repeating the call is harmless.
   *
   * Returns `failed` when the backend denied the call or did not accept it within its retry budget. A call whose
   * answer was lost may still have taken effect.
   *
   * @param mayCall asked in the moment before each call; when it returns false, that call is not made (`leaseEnded`)
   */
  revoke(user: DirectoryUser, mayCall: () => boolean): Promise<RevocationAnswer>;

  /** How long, in ms, the backend has asked not to be called; 0 when it has not. */
  pausedForMs(): number;
}

/** A revoker for each method that a plan can name. */
export type Revokers = Readonly<Record<RevocationMethod, Revoker>>;
