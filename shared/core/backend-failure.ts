/**
 * Why a backend did not do what was asked, once retrying in place was over.
 *
 * - `throttled`: 429 until the budget ended
 * - `unavailable`: 5xx, time-outs or broken connections until the budget ended
 * - `noToken`: the managed identity gave no token
 * - `unauthorized`: the token was refused (401)
 * - `forbidden`: a permission is missing (403); `detail` names it
 * - `badRequest`: the backend calls the request malformed (400)
 * - `notDone`: the backend answered, but says that it did not do it, or something nobody expected
 */
export type BackendFailureKind =
  'throttled' | 'unavailable' | 'noToken' | 'unauthorized' | 'forbidden' | 'badRequest' | 'notDone';

export interface BackendFailure {
  readonly kind: BackendFailureKind;
  /** One English sentence for the operator; no token, no personal data. */
  readonly detail: string;
  /** How long the backend asked to be left alone, in ms, counted from the failure. */
  readonly retryAfterMs?: number;
}
