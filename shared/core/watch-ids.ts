import type { EntryKey, OutcomeId, Partition } from './ids';
import { digest, storedId } from './ids';

/** The id of the event that says whether the revocation of an outcome held. */
export function evictionId(outcome: OutcomeId): string {
  return digest(['eviction', outcome]);
}

/** The entry of that event. */
export function evictionKey(outcome: OutcomeId): EntryKey {
  return { partition: storedId(`eviction-${outcome}`), row: 'eviction' };
}

/** The id of the request that follows when the user of an outcome has returned. */
export function followUpRequestId(outcome: OutcomeId): string {
  return `return-${digest(['return', outcome]).slice(0, 32)}`;
}

/** The lease of the one who reads the sign-ins of a tenant. */
export function signInsLeaseKey(tenantId: string): EntryKey {
  return { partition: storedId(`sign-ins-${digest([tenantId.toLowerCase()])}`), row: 'lease' };
}

/** The partition of the revocations that are watched, in all tenants. */
export const WATCHED: Partition = storedId('watched');

/** The revocation of an outcome that is watched. */
export function watchKey(tenantId: string, outcome: OutcomeId): EntryKey {
  return { partition: WATCHED, row: `${digest([tenantId.toLowerCase()]).slice(0, 16)}-${outcome}` };
}

/** What is known of the sign-ins of a tenant. */
export function signInsKey(tenantId: string): EntryKey {
  return { partition: storedId('sign-ins'), row: digest([tenantId.toLowerCase()]) };
}
