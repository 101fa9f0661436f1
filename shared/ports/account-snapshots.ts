import type { AccountSnapshot } from '../core/account-snapshot';
import type { DirectoryUser } from '../core/directory-user';

/** Reads what is there before a containment changes it. */
export interface AccountSnapshots {
  /**
   * Reads all parts side by side, within a second. What cannot be read by then is named in `missing`: nothing of a backend
   * makes it reject.
   */
  take(user: DirectoryUser): Promise<AccountSnapshot>;
}
