import type { Outcome } from './outcome';

/** What becomes of a message once every outcome of it is known. */
export type Settlement =
  | { readonly kind: 'complete' }
  /** Its original is kept in the quarantine before it is completed. */
  | { readonly kind: 'reject'; readonly because: Outcome };

/** A message that was rejected, or on which retrying gave up, is never lost: it can be replayed. */
export function settle(outcomes: readonly Outcome[]): Settlement {
  const because = outcomes.find(({ status }) => status === 'rejected' || status === 'failed');
  return because ? { kind: 'reject', because } : { kind: 'complete' };
}
