import type { Status, Verdict } from './outcome';

/** What becomes of a message once every outcome of it is known. */
export type Settlement =
  | { readonly kind: 'complete' }
  /** Its original is kept in the quarantine before it is completed. */
  | { readonly kind: 'reject'; readonly because: Verdict };

const KEPT: ReadonlySet<Status> = new Set(['rejected', 'failed', 'expired']);

/** A message that was not carried out is never lost: it can be replayed. */
export function settle(verdicts: readonly Verdict[]): Settlement {
  const because = verdicts.find(({ status }) => KEPT.has(status));
  return because ? { kind: 'reject', because } : { kind: 'complete' };
}
