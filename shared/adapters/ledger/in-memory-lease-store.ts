import { compact } from '../../core/compact';
import type { EntryKey } from '../../core/ids';
import type { Intent } from '../../core/intent';
import type { AcquireAnswer, Lease, LeaseStore, LeaseTerms } from '../../ports/ledger';
import { putNewest } from '../../core/put-newest';

/** An entry in memory, and when it is removed. */
export interface StoredInMemory<Entry> {
  readonly leaseId: string;
  readonly leaseExpiresAt: number;
  readonly expiresAt: number;
  readonly intent?: Intent;
  /** Absent while the lease has not ended with an entry. */
  readonly entry?: Entry;
}

/** Nothing is ever lost between this process and its memory: the lease id alone is enough. */
const VERSION = '';

/** Leases and entries in memory. */
export function inMemoryLeaseStore<Entry>(stored: Map<string, StoredInMemory<Entry>>): LeaseStore<Entry> {
  const leased = ({ key, leaseId }: Lease): StoredInMemory<Entry> | undefined => {
    const found = stored.get(nameOf(key));
    return found?.leaseId === leaseId && found.entry === undefined ? found : undefined;
  };
  const putLease = (lease: Lease, leaseExpiresAt: number): void => {
    const { key, leaseId, expiresAt, intent } = lease;
    const times = { leaseExpiresAt, expiresAt: expiresAt.getTime() };
    putNewest(stored, nameOf(key), compact({ leaseId, ...times, intent }));
  };
  return {
    acquire: (key, terms) => {
      const answer = answerOf(key, stored.get(nameOf(key)), terms);
      if (answer.kind === 'acquired') putLease(answer.lease, terms.leaseExpiresAt.getTime());
      return Promise.resolve(answer);
    },
    // Here a read costs nothing.
    look: () => Promise.resolve(undefined),
    renew: (lease, leaseExpiresAt) => {
      if (!leased(lease)) return Promise.resolve(undefined);
      putLease(lease, leaseExpiresAt.getTime());
      return Promise.resolve(lease);
    },
    record: (lease, entry) => {
      const name = nameOf(lease.key);
      const found = leased(lease);
      if (found) putNewest(stored, name, { ...found, entry });
      const recorded = stored.get(name)?.entry;
      return Promise.resolve(
        recorded === undefined ? { kind: 'leaseLost' } : { kind: 'recorded', entry: recorded },
      );
    },
    release: (lease) => {
      if (!leased(lease)) return Promise.resolve();
      if (lease.intent === undefined) stored.delete(nameOf(lease.key));
      else putLease(lease, 0);
      return Promise.resolve();
    },
    read: (key, now) => Promise.resolve(entryIn(stored.get(nameOf(key)), now)),
  };
}

/** The name of an entry in a map. */
export function nameOf({ partition, row }: EntryKey): string {
  return `${partition}/${row}`;
}

function entryIn<Entry>(found: StoredInMemory<Entry> | undefined, now: Date): Entry | undefined {
  return found && found.expiresAt > now.getTime() ? found.entry : undefined;
}

/** The answer to a caller that finds this entry, or none. */
function answerOf<Entry>(
  key: EntryKey,
  found: StoredInMemory<Entry> | undefined,
  { now, leaseId, expiresAt, intent, stillValid = () => true }: LeaseTerms<Entry>,
): AcquireAnswer<Entry> {
  const existing = found && found.expiresAt > now.getTime() ? found : undefined;
  if (existing?.entry !== undefined && stillValid(existing.entry)) {
    return { kind: 'recorded', entry: existing.entry };
  }
  const lease = existing?.entry === undefined ? existing : undefined;
  if (lease && lease.leaseExpiresAt > now.getTime()) {
    return { kind: 'busy', leaseExpiresAt: new Date(lease.leaseExpiresAt) };
  }
  const interrupted = lease?.intent;
  const acquired = compact({ key, leaseId, expiresAt, version: VERSION, intent: interrupted ?? intent });
  return compact({ kind: 'acquired' as const, lease: acquired, interrupted });
}
