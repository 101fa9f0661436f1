import type { ApprovalId, EntryKey, OutcomeId, Partition } from './ids';
import { approvalId, digest, storedId } from './ids';

/** The id of the outcome that announces a restore of what a containment has changed; one for each attempt. */
export function restoreOutcomeId(containment: OutcomeId, attempt: number): OutcomeId {
  return storedId(digest(['restore', containment, String(attempt)]));
}

/** The entry of that outcome, in the partition of the request that asks for it. */
export function restoreKey(partition: Partition, announced: OutcomeId): EntryKey {
  return { partition, row: `restore-${announced}` };
}

/** The id of the request for approval of an attempt to undo a containment. */
export function restoreApprovalId(containment: OutcomeId, attempt: number): ApprovalId {
  return approvalId(restoreOutcomeId(containment, attempt));
}
