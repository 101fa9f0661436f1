import type { SignIn, SignInFailure, SignInLogName } from '../core/sign-in';
import type { OpenPass } from '../core/sign-in-reading';

/** The sign-in logs of one tenant, and the last success of each user. Reading them is optional: the app may lack the permission. */
export interface SignInLog {
  /**
   * Reads one page of the successes since a time, the newest first, in a few seconds. An entry may be in none of the pages
   * that comes while they are read.
   *
   * @param pass with the users whom it names, or of all
   */
  read(log: SignInLogName, pass: OpenPass): Promise<SignInPage | SignInsNotRead>;
  /** The newest sign-in of anybody in the tenant, whether it succeeded or not; none: the log is empty. */
  newest(log: SignInLogName): Promise<NewestSignIn | SignInsNotRead>;
  /** The last success of each user, as far as the directory has one. At most `MAX_NAMED` users. */
  lastSuccesses(userIds: readonly string[]): Promise<LastSuccesses | SignInsNotRead>;
}

export interface SignInPage {
  readonly kind: 'page';
  readonly signIns: readonly SignIn[];
  /** Where the next page is; absent: this is the last. */
  readonly next?: string;
}

export interface NewestSignIn {
  readonly kind: 'newest';
  /** `at` in ms since the epoch. */
  readonly signIn?: { readonly id: string; readonly at: number };
}

export interface LastSuccesses {
  readonly kind: 'lastSuccesses';
  readonly signIns: readonly SignIn[];
}

export interface SignInsNotRead {
  readonly kind: 'failed';
  readonly reason: SignInFailure;
}
