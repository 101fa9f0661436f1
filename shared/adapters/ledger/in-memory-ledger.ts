import type { EarlierRevocation } from '../../core/earlier-revocation';
import type { UserRevocation } from '../../core/user-revocation';
import type { Ledger, MethodEntry, OutcomeEntry, PublicationEntry } from '../../ports/ledger';
import { removeExpired } from './expired-in-memory';
import { inMemoryApprovals } from './in-memory-approvals';
import { inMemoryContainments } from './in-memory-containments';
import type { StoredInMemory } from './in-memory-lease-store';
import { inMemoryLeaseStore } from './in-memory-lease-store';
import { inMemoryHistory } from './in-memory-history';
import { inMemoryLimit } from './in-memory-limit';
import { inMemoryPublications } from './in-memory-publications';
import { inMemoryReadings } from './in-memory-readings';
import type { StoredPayload } from './in-memory-requests';
import { inMemoryRequests } from './in-memory-requests';
import { inMemorySenders } from './in-memory-senders';
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
  const senders = inMemorySenders();
  const leased = [outcomes, methodResults, switchChanges, reminders, evictions, revocations, userRevocations];
  const containments = inMemoryContainments();
  const history = inMemoryHistory();
  const expiring = [approvals, senders, readings, containments, history].map(({ entries }) => entries);
  const kept = [payloads, ...leased, ...expiring];
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
    senders,
    protectedEntries: inMemoryProtectedEntries(),
    containments,
    history,
    sweep: (now) => Promise.resolve(kept.reduce((sum, entries) => sum + removeExpired(entries, now), 0)),
  };
}
