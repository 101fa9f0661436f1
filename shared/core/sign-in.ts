/** The logs of sign-ins that are read, each with a lateness of its own. */
export const signInLogs = ['interactive', 'nonInteractive'] as const;

export type SignInLogName = (typeof signInLogs)[number];

/** Where a sign-in was seen: in a log, or as the last success that the directory has of its user. */
export const signInSources = [...signInLogs, 'activity'] as const;

export type SignInSource = (typeof signInSources)[number];

/** A sign-in that succeeded. Times are in ms since the epoch. */
export interface SignIn {
  /** The id of the request, by which the sign-in is found in the portal. */
  readonly id: string;
  /** The object id of the user. */
  readonly userId: string;
  readonly at: number;
  readonly seenIn: SignInSource;
  readonly application?: string;
  /** The kind of client: `Browser`, `Mobile Apps and Desktop clients`. */
  readonly client?: string;
  readonly ipAddress?: string;
  readonly city?: string;
  /** Two letters, ISO 3166. */
  readonly country?: string;
  /** The device as the log names it. */
  readonly device?: string;
}

/** Why sign-ins could not be read: a closed set. */
export const signInFailures = [
  /** The permission is not granted. */
  'notPermitted',
  /** The tenant has no license for the logs. */
  'noLicense',
  /** Microsoft Graph throttles. */
  'throttled',
  /** It failed otherwise. */
  'notRead',
] as const;

export type SignInFailure = (typeof signInFailures)[number];

/** Whether a failure lasts until somebody changes something. */
export function isLasting(failure: SignInFailure): boolean {
  return failure === 'notPermitted' || failure === 'noLicense';
}
