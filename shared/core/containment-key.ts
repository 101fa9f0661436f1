import type { EntryKey, OutcomeId, Partition } from './ids';
import { digest, storedId } from './ids';

/** The partition of what was done to a user beside revoking. */
export function containmentPartition(tenantId: string, userId: string): Partition {
  return storedId(`containment-${digest([tenantId.toLowerCase(), userId.toLowerCase()])}`);
}

/** The entry of what was done to a user beside revoking, with the revocation that an outcome reports. */
export function containmentKey(tenantId: string, userId: string, outcome: OutcomeId): EntryKey {
  return { partition: containmentPartition(tenantId, userId), row: outcome };
}
