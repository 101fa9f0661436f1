import type { EarlierRevocation } from '../../core/earlier-revocation';
import type { EntryKey } from '../../core/ids';
import type { ReceivedBy } from '../../core/received-by';
import { inMemoryLimit } from './in-memory-limit';
import { inMemoryApprovals } from './in-memory-approvals';
import { inMemoryReadings } from './in-memory-readings';
import { inMemoryProtectedEntries } from './in-memory-protected-entries';
import type { AcquireAnswer, Lease, LeaseStore, LeaseTerms, Ledger, OutcomeEntry } from '../../ports/ledger';

/** Beyond this number of entries the oldest is removed: a process must not grow without bound. */
const MAX_ENTRIES = 10_000;

interface Stored<Entry> {
  readonly version: string;
  readonly leaseExpiresAt: number;
  readonly expiresAt: number;
  /** Absent while the lease has not ended with an entry. */
  readonly entry?: Entry;
}

/** The ledger in the memory of one process: lost on restart. */
export function inMemoryLedger(): Ledger {
  const payloads = new Map<string, { readonly digest: string; readonly expiresAt: number }>();
  const outcomes = new Map<string, Stored<OutcomeEntry>>();
  const revocations = new Map<string, Stored<EarlierRevocation>>();
  const approvals = inMemoryApprovals();
  const readings = inMemoryReadings();
  const senders = new Map<string, { readonly receivedBy: ReceivedBy; readonly expiresAt: number }>();
  return {
    requests: {
      enter: (partition, digest, { now, expiresAt }) => {
        const entered = payloads.get(partition);
        if (entered && entered.expiresAt > now.getTime()) return Promise.resolve(entered.digest);
        putNewest(payloads, partition, { digest, expiresAt: expiresAt.getTime() });
        return Promise.resolve(digest);
      },
    },
    outcomes: inMemoryLeaseStore(outcomes),
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
    sweep: (now) =>
      Promise.resolve(
        [payloads, outcomes, revocations, approvals.entries, senders, readings.entries].reduce(
          (sum, entries) => sum + removeExpired(entries, now),
          0,
        ),
      ),
  };
}

function inMemoryLeaseStore<Entry>(stored: Map<string, Stored<Entry>>): LeaseStore<Entry> {
  let versions = 0;
  const put = (key: EntryKey, content: Omit<Stored<Entry>, 'version'>): string => {
    const version = String(++versions);
    putNewest(stored, nameOf(key), { ...content, version });
    return version;
  };
  const leased = ({ key, version }: Lease): Stored<Entry> | undefined => {
    const found = stored.get(nameOf(key));
    return found?.version === version ? found : undefined;
  };
  return {
    acquire: (key, terms) => {
      const answer = answerOf(stored.get(nameOf(key)), terms);
      if (answer) return Promise.resolve(answer);
      const { leaseId, leaseExpiresAt, expiresAt } = terms;
      const times = { leaseExpiresAt: leaseExpiresAt.getTime(), expiresAt: expiresAt.getTime() };
      const version = put(key, times);
      return Promise.resolve({ kind: 'acquired', lease: { key, leaseId, expiresAt, version } });
    },
    renew: (lease, leaseExpiresAt) => {
      const found = leased(lease);
      const version = found && put(lease.key, { ...found, leaseExpiresAt: leaseExpiresAt.getTime() });
      return Promise.resolve(version === undefined ? undefined : { ...lease, version });
    },
    record: (lease, entry) => {
      const found = leased(lease);
      if (found) put(lease.key, { ...found, entry });
      const recorded = stored.get(nameOf(lease.key))?.entry;
      return Promise.resolve(
        recorded === undefined ? { kind: 'leaseLost' } : { kind: 'recorded', entry: recorded },
      );
    },
    release: (lease) => {
      if (leased(lease)) stored.delete(nameOf(lease.key));
      return Promise.resolve();
    },
    read: (key, now) => Promise.resolve(entryIn(stored.get(nameOf(key)), now)),
  };
}

function entryIn<Entry>(found: Stored<Entry> | undefined, now: Date): Entry | undefined {
  return found && found.expiresAt > now.getTime() ? found.entry : undefined;
}

/** What an existing entry answers, if it is still valid. */
function answerOf<Entry>(
  found: Stored<Entry> | undefined,
  { now, stillValid = () => true }: LeaseTerms<Entry>,
): AcquireAnswer<Entry> | undefined {
  if (!found || found.expiresAt <= now.getTime()) return undefined;
  const { entry, leaseExpiresAt } = found;
  if (entry !== undefined) return stillValid(entry) ? { kind: 'recorded', entry } : undefined;
  return leaseExpiresAt > now.getTime()
    ? { kind: 'busy', leaseExpiresAt: new Date(leaseExpiresAt) }
    : undefined;
}

function nameOf({ partition, row }: EntryKey): string {
  return `${partition}/${row}`;
}

/** A map keeps the order of insertion, so its first entry is the oldest. */
function putNewest<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  entries.delete(name);
  entries.set(name, value);
  if (entries.size <= MAX_ENTRIES) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}

function removeExpired(entries: Map<string, { readonly expiresAt: number }>, now: Date): number {
  let removed = 0;
  for (const [name, { expiresAt }] of entries) {
    if (expiresAt <= now.getTime() && entries.delete(name)) removed++;
  }
  return removed;
}
