import type { EntryKey, Partition } from './ids';
import { digest, storedId } from './ids';

/** The partition of the users of a tenant who wait for a call that all instances make together. */
export function ticketPartition(tenantId: string): Partition {
  return storedId(`tickets-${digest([tenantId.toLowerCase()])}`);
}

/** The entry of one user who waits for a call. */
export function ticketKey({
  tenantId,
  act,
  userId,
}: {
  readonly tenantId: string;
  readonly act: string;
  readonly userId: string;
}): EntryKey {
  return { partition: ticketPartition(tenantId), row: `${act}-${digest([userId.toLowerCase()])}` };
}

/** The entry of the lease by which one instance at a time makes the calls of a tenant. */
export function ticketLeaseKey(tenantId: string): EntryKey {
  return { partition: ticketPartition(tenantId), row: 'lease' };
}
