import type { OutcomeEntry, RequestStore } from '../../ports/ledger';
import { putNewest } from '../../core/put-newest';
import type { StoredInMemory } from './in-memory-lease-store';
import { inMemoryLeaseStore, nameOf } from './in-memory-lease-store';

/** The digest of the first payload of a request, and when it is removed. */
export interface StoredPayload {
  readonly digest: string;
  readonly expiresAt: number;
}

/** The first payloads of requests in memory, by partition, beside their outcomes. */
export function inMemoryRequests(
  payloads: Map<string, StoredPayload>,
  outcomes: Map<string, StoredInMemory<OutcomeEntry>>,
): RequestStore {
  const leases = inMemoryLeaseStore(outcomes);
  return {
    enter: (partition, digest, { now, expiresAt }) => {
      const entered = payloads.get(partition);
      if (entered && entered.expiresAt > now.getTime()) return Promise.resolve(entered.digest);
      putNewest(payloads, partition, { digest, expiresAt: expiresAt.getTime() });
      return Promise.resolve(digest);
    },
    begin: async (key, digest, terms) => {
      if (payloads.has(key.partition) || outcomes.has(nameOf(key))) return undefined;
      putNewest(payloads, key.partition, { digest, expiresAt: terms.expiresAt.getTime() });
      const answer = await leases.acquire(key, terms);
      return answer.kind === 'acquired' ? answer.lease : undefined;
    },
  };
}
