import type { EarlierRevocation } from '../../core/earlier-revocation';
import type { ReceivedBy } from '../../core/received-by';
import type { UserRevocation } from '../../core/user-revocation';
import type { Ledger, MethodEntry, OutcomeEntry, PublicationEntry } from '../../ports/ledger';
import { putNewest } from '../../core/put-newest';
import { removeExpired } from './expired-in-memory';
import { inMemoryApprovals } from './in-memory-approvals';
import type { StoredInMemory } from './in-memory-lease-store';
import { inMemoryLeaseStore } from './in-memory-lease-store';
import { inMemoryHistory } from './in-memory-history';
import { inMemoryLimit } from './in-memory-limit';
import { inMemoryPublications } from './in-memory-publications';
import { inMemoryReadings } from './in-memory-readings';
import type { StoredPayload } from './in-memory-requests';
import { inMemoryRequests } from './in-memory-requests';
import { inMemoryProtectedEntries } from './in-memory-protected-entries';
import { inMemoryWatches } from './in-memory-watches';

/** The ledger in the memory of one process: lost on restart. */
export function inMemoryLedger(): Ledger {
  const payloads = new Map<string, StoredPayload>();
  const outcomes = new Map<string, StoredInMemory<OutcomeEntry>>();
  const methodResults = new Map<string, StoredInMemory<MethodEntry>>();
  const switchChanges = new Map<string, StoredInMemory<PublicationEntry>>();
  const reminders = new Map<string, StoredInMemory<PublicationEntry>>();
  const evictions = new Map<string, StoredInMemory<PublicationEntry>>();
  const revocations = new Map<string, StoredInMemory<EarlierRevocation>>();
  const userRevocations = new Map<string, StoredInMemory<UserRevocation>>();
  const approvals = inMemoryApprovals();
  const readings = inMemoryReadings();
  const senders = new Map<string, { readonly receivedBy: ReceivedBy; readonly expiresAt: number }>();
  const leased = [outcomes, methodResults, switchChanges, reminders, evictions, revocations, userRevocations];
  const history = inMemoryHistory();
  const kept = [payloads, ...leased, approvals.entries, senders, readings.entries, history.entries];
  return {
    requests: inMemoryRequests(payloads, outcomes),
    outcomes: inMemoryPublications(outcomes),
    methodResults: inMemoryPublications(methodResults),
    switchChanges: inMemoryPublications(switchChanges),
    reminders: inMemoryPublications(reminders),
    evictions: inMemoryPublications(evictions),
    watches: inMemoryWatches(),
    revocations: inMemoryLeaseStore(revocations),
    userRevocations: inMemoryLeaseStore(userRevocations),
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
    history,
    sweep: (now) => Promise.resolve(kept.reduce((sum, entries) => sum + removeExpired(entries, now), 0)),
  };
}
