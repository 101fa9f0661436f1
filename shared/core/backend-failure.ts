import type { Detail } from './detail';

/**
 * Why a backend did not do what was asked, after all retries in place.
 *
 * - `throttled`: 429 until the retry budget ended
 * - `unavailable`: 5xx, time-outs or broken connections until the retry budget ended
 * - `noToken`: the managed identity returned no token
 * - `consentMissing`: the tenant has given the application no consent, or has taken it back
 * - `unauthorized`: the token was not accepted (401), even a new one, until the retry budget ended
 * - `forbidden`: a permission is missing (403); `detail` names it
 * - `badRequest`: the backend calls the request malformed (400)
 * - `userGone`: the backend no longer knows a user whom it has found before
 * - `notEnabled`: the backend has the feature switched off for this tenant
 * - `leaseEnded`: the backend was not called (again): the lease of the work may have ended
 * - `notDone`: the backend answered that it did not do it, or answered something unexpected
 */
export type BackendFailureKind =
  | 'throttled'
  | 'unavailable'
  | 'noToken'
  | 'consentMissing'
  | 'unauthorized'
  | 'forbidden'
  | 'badRequest'
  | 'userGone'
  | 'notEnabled'
  | 'leaseEnded'
  | 'notDone';

export interface BackendFailure {
  readonly kind: BackendFailureKind;
  /** For the operator; contains no token and no personal data. */
  readonly detail: Detail;
  /** How long, in ms from the failure, the backend asked not to be called. */
  readonly retryAfterMs?: number;
}
