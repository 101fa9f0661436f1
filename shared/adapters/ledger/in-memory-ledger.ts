import type { EarlierRevocation } from '../../core/earlier-revocation';
import type { EntryKey } from '../../core/ledger-key';
import { inMemoryBrake } from './in-memory-brake';
import { inMemoryHolds } from './in-memory-holds';
import type { Book, Claim, ClaimAnswer, ClaimTerms, Ledger, OutcomeEntry } from '../../ports/ledger';

/** Entries beyond so many make the oldest go: a process must not grow without bound. */
const MOST_ENTRIES = 10_000;

interface Stored<Entry> {
  readonly version: string;
  readonly until: number;
  readonly expiresAt: number;
  /** Absent while it is only claimed. */
  readonly entry?: Entry;
}

/** The twin of the ledger in table storage: of one process, and forgotten when that ends. */
export function inMemoryLedger(): Ledger {
  const payloads = new Map<string, { readonly digest: string; readonly expiresAt: number }>();
  const outcomes = new Map<string, Stored<OutcomeEntry>>();
  const revocations = new Map<string, Stored<EarlierRevocation>>();
  const holds = inMemoryHolds();
  return {
    requests: {
      enter: (partition, digest, { now, expiresAt }) => {
        const standing = payloads.get(partition);
        if (standing && standing.expiresAt > now.getTime()) return Promise.resolve(standing.digest);
        putNewest(payloads, partition, { digest, expiresAt: expiresAt.getTime() });
        return Promise.resolve(digest);
      },
    },
    outcomes: inMemoryBook(outcomes),
    revocations: inMemoryBook(revocations),
    brake: inMemoryBrake(),
    holds,
    sweep: (now) =>
      Promise.resolve(
        [payloads, outcomes, revocations, holds.entries].reduce(
          (sum, entries) => sum + removeExpired(entries, now),
          0,
        ),
      ),
  };
}

function inMemoryBook<Entry>(stored: Map<string, Stored<Entry>>): Book<Entry> {
  let versions = 0;
  const put = (key: EntryKey, content: Omit<Stored<Entry>, 'version'>): string => {
    const version = String(++versions);
    putNewest(stored, nameOf(key), { ...content, version });
    return version;
  };
  const mine = ({ key, version }: Claim): Stored<Entry> | undefined => {
    const found = stored.get(nameOf(key));
    return found?.version === version ? found : undefined;
  };
  return {
    claim: (key, terms) => {
      const answer = standing(stored.get(nameOf(key)), terms);
      if (answer) return Promise.resolve(answer);
      const { holder, until, expiresAt } = terms;
      const version = put(key, { until: until.getTime(), expiresAt: expiresAt.getTime() });
      return Promise.resolve({ kind: 'claimed', claim: { key, holder, expiresAt, version } });
    },
    renew: (claim, until) => {
      const found = mine(claim);
      const version = found && put(claim.key, { ...found, until: until.getTime() });
      return Promise.resolve(version === undefined ? undefined : { ...claim, version });
    },
    record: (claim, entry) => {
      const found = mine(claim);
      if (found) put(claim.key, { ...found, entry });
      const recorded = stored.get(nameOf(claim.key))?.entry;
      return Promise.resolve(
        recorded === undefined ? { kind: 'lost' } : { kind: 'recorded', entry: recorded },
      );
    },
    release: (claim) => {
      if (mine(claim)) stored.delete(nameOf(claim.key));
      return Promise.resolve();
    },
    read: (key, now) => Promise.resolve(entryIn(stored.get(nameOf(key)), now)),
  };
}

function entryIn<Entry>(found: Stored<Entry> | undefined, now: Date): Entry | undefined {
  return found && found.expiresAt > now.getTime() ? found.entry : undefined;
}

/** What stands in a claim's way, if anything does. */
function standing<Entry>(
  found: Stored<Entry> | undefined,
  { now, stands = () => true }: ClaimTerms<Entry>,
): ClaimAnswer<Entry> | undefined {
  if (!found || found.expiresAt <= now.getTime()) return undefined;
  const { entry, until } = found;
  if (entry !== undefined) return stands(entry) ? { kind: 'recorded', entry } : undefined;
  return until > now.getTime() ? { kind: 'held', until: new Date(until) } : undefined;
}

function nameOf({ partition, row }: EntryKey): string {
  return `${partition}/${row}`;
}

/** A map keeps the order of insertion, so its first entry is the oldest. */
function putNewest<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  entries.delete(name);
  entries.set(name, value);
  if (entries.size <= MOST_ENTRIES) return;
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
