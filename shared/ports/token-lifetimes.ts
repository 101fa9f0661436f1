import type { TokenLife } from '../core/token-life';

/** The token lifetime policies of the connected tenant. Reading them is optional: the app may lack the permission. */
export interface TokenLifetimes {
  /** What is known now of the longest life of an access token. Never waits. */
  known(): TokenLife;

  /**
   * Reads the policies, unless they were read some minutes ago or are being read. Resolves when that has ended, however it
   * ended; never rejects. No revocation waits for it.
   */
  refresh(): Promise<void>;
}
