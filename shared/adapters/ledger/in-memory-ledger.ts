import type { EarlierRevocation } from '../../core/earlier-revocation';
import type { ReceivedBy } from '../../core/received-by';
import type { Ledger, MethodEntry, OutcomeEntry, PublicationEntry } from '../../ports/ledger';
import { putNewest, removeExpired } from './entries-in-memory';
import { inMemoryApprovals } from './in-memory-approvals';
import type { StoredInMemory } from './in-memory-lease-store';
import { inMemoryLeaseStore, nameOf } from './in-memory-lease-store';
import { inMemoryLimit } from './in-memory-limit';
import { inMemoryPublications } from './in-memory-publications';
import { inMemoryReadings } from './in-memory-readings';
import { inMemoryProtectedEntries } from './in-memory-protected-entries';

/** The ledger in the memory of one process: lost on restart. */
export function inMemoryLedger(): Ledger {
  const payloads = new Map<string, { readonly digest: string; readonly expiresAt: number }>();
  const outcomes = new Map<string, StoredInMemory<OutcomeEntry>>();
  const methodResults = new Map<string, StoredInMemory<MethodEntry>>();
  const switchChanges = new Map<string, StoredInMemory<PublicationEntry>>();
  const revocations = new Map<string, StoredInMemory<EarlierRevocation>>();
  const approvals = inMemoryApprovals();
  const readings = inMemoryReadings();
  const senders = new Map<string, { readonly receivedBy: ReceivedBy; readonly expiresAt: number }>();
  const published = [outcomes, methodResults, switchChanges];
  const kept = [payloads, ...published, revocations, approvals.entries, senders, readings.entries];
  return {
    requests: {
      enter: (partition, digest, { now, expiresAt }) => {
        const entered = payloads.get(partition);
        if (entered && entered.expiresAt > now.getTime()) return Promise.resolve(entered.digest);
        putNewest(payloads, partition, { digest, expiresAt: expiresAt.getTime() });
        return Promise.resolve(digest);
      },
      begin: async (key, digest, terms) => {
        const { partition } = key;
        if (payloads.has(partition) || outcomes.has(nameOf(key))) return undefined;
        putNewest(payloads, partition, { digest, expiresAt: terms.expiresAt.getTime() });
        const begun = await inMemoryLeaseStore(outcomes).acquire(key, terms);
        return begun.kind === 'acquired' ? begun.lease : undefined;
      },
    },
    outcomes: inMemoryPublications(outcomes),
    methodResults: inMemoryPublications(methodResults),
    switchChanges: inMemoryPublications(switchChanges),
    revocations: inMemoryLeaseStore(revocations),
    limit: inMemoryLimit(),
    approvals,
    readings,
    senders: {
      record: (original, receivedBy, { expiresAt }) => {
        putNewest(senders, original, { receivedBy, expiresAt: expiresAt.getTime() });
        return Promise.resolve();
      },
      find: (original) => Promise.resolve(senders.get(original)?.receivedBy),
    },
    protectedEntries: inMemoryProtectedEntries(),
    sweep: (now) => Promise.resolve(kept.reduce((sum, entries) => sum + removeExpired(entries, now), 0)),
  };
}
