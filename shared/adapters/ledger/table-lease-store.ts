import { compact } from '../../core/compact';
import type { EntryKey } from '../../core/ids';
import type { Intent } from '../../core/intent';
import type { AcquireAnswer, Lease, LeaseStore, LeaseTerms, RecordAnswer } from '../../ports/ledger';
import type { Codec } from './entry-columns';
import { intentColumns } from './entry-columns';
import type { TableAnswer } from './table-call';
import type { EntityColumns, NewEntity, StoredEntity, TableEntities } from './table-entities';

/** After so many writes that lost a race, another instance is processing the entry. */
const MAX_READS = 5;
const READ_AGAIN_MS = 1000;
/** The end of a lease that was released and has left an intent. */
const RELEASED = new Date(0);

/** Called for each entry, so that a sweep finds it once it has expired. */
export type OnAcquire = (key: EntryKey, expiresAt: Date) => void;

/** Leases and entries in table storage. Every change is one write on condition of the entity's version. */
export function tableLeaseStore<Entry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  onAcquire: OnAcquire = () => undefined,
): LeaseStore<Entry> {
  return {
    acquire(key, terms) {
      onAcquire(key, terms.expiresAt);
      return acquire(entities, codec, key, terms);
    },
    look: (key) => entities.find(key),
    async renew(lease, leaseExpiresAt) {
      const columns = leaseColumns({ ...lease, leaseExpiresAt });
      const answer = await writeOwn(entities, lease, (version) =>
        entities.replace(lease.key, version, columns),
      );
      return answer.kind === 'done' ? { ...lease, version: answer.value } : undefined;
    },
    record: (lease, entry) => record(entities, codec, lease, entry),
    async release(lease) {
      const { key, intent } = lease;
      await writeOwn<unknown>(entities, lease, (version) =>
        intent === undefined
          ? entities.remove(key, version)
          : entities.replace(key, version, leaseColumns({ ...lease, leaseExpiresAt: RELEASED })),
      );
    },
    async read(key, now) {
      const found = await entities.find(key);
      return found && isRecorded(found) && timeOf(found, 'expiresAt') > now.getTime()
        ? codec.read(found.columns)
        : undefined;
    },
  };
}

/**
 * Inserts an entity and the first lease of an entry of the same partition together. Undefined when either exists, unless it
 * is this lease.
 */
export async function insertWithLease<Entry>(
  entities: TableEntities,
  other: NewEntity,
  key: EntryKey,
  terms: LeaseTerms<Entry>,
): Promise<Lease | undefined> {
  const { leaseId, expiresAt, intent } = terms;
  const leased = (version: string): Lease => compact({ key, leaseId, expiresAt, version, intent });
  const inserted = await entities.insertTogether([other, { key, columns: leaseColumns(terms) }]);
  if (inserted.kind === 'done') return leased(inserted.value[1] ?? '');
  const found = await entities.find(key);
  // An earlier try wrote both, and its answer was lost.
  return found && isOf(found, leaseId) && !isRecorded(found) ? leased(found.version) : undefined;
}

/**
 * Makes a conditional write of a lease. A version that has moved proves nothing: an earlier write whose answer was lost
 * has moved it as well. The lease is ours for as long as the entity has its id.
 */
async function writeOwn<T>(
  entities: TableEntities,
  { key, leaseId, version }: Lease,
  write: (version: string) => Promise<TableAnswer<T>>,
): Promise<
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'lost'; readonly found?: StoredEntity }
> {
  let known = version;
  for (let reads = 0; reads < MAX_READS; reads++) {
    const answer = await write(known);
    if (answer.kind === 'done') return answer;
    const found = await entities.find(key);
    if (!found || !isOf(found, leaseId) || isRecorded(found))
      return compact({ kind: 'lost' as const, found });
    known = found.version;
  }
  return { kind: 'lost' };
}

async function record<Entry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  lease: Lease,
  entry: Entry,
): Promise<RecordAnswer<Entry>> {
  const { key, leaseId, expiresAt } = lease;
  const columns = { ...codec.write(entry), holder: leaseId, expiresAt };
  const answer = await writeOwn(entities, lease, (version) => entities.replace(key, version, columns));
  if (answer.kind === 'done') return { kind: 'recorded', entry };
  const { found } = answer;
  if (!found || !isRecorded(found)) return { kind: 'leaseLost' };
  return { kind: 'recorded', entry: isOf(found, leaseId) ? entry : codec.read(found.columns) };
}

async function acquire<Entry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  key: EntryKey,
  terms: LeaseTerms<Entry>,
): Promise<AcquireAnswer<Entry>> {
  const { leaseId, now, expiresAt, seen } = terms;
  let interrupted: Intent | undefined;
  const acquired = (version: string): AcquireAnswer<Entry> => {
    const intent = interrupted ?? terms.intent;
    return compact({
      kind: 'acquired' as const,
      lease: compact({ key, leaseId, expiresAt, version, intent }),
      interrupted,
    });
  };
  // What has been seen may be old: it counts only where a write proves that it is still there.
  let found = seen && answerOf(seen, codec, terms) ? await entities.find(key) : seen;
  for (let reads = 0; reads < MAX_READS; reads++) {
    // An earlier try wrote this lease, and its answer was lost.
    if (found && isOf(found, leaseId)) return acquired(found.version);
    const answer = found && answerOf(found, codec, terms);
    if (answer) return answer;
    interrupted = found && intentIn(found, now);
    const columns = leaseColumns(compact({ ...terms, intent: interrupted ?? terms.intent }));
    const written = found
      ? await entities.replace(key, found.version, columns)
      : await entities.insert(key, columns);
    if (written.kind === 'done') return acquired(written.value);
    found = await entities.find(key);
  }
  return { kind: 'busy', leaseExpiresAt: new Date(now.getTime() + READ_AGAIN_MS) };
}

/** What an existing entry answers, if it is still valid. */
function answerOf<Entry>(
  found: StoredEntity,
  codec: Codec<Entry>,
  { now, stillValid = () => true }: LeaseTerms<Entry>,
): AcquireAnswer<Entry> | undefined {
  if (timeOf(found, 'expiresAt') <= now.getTime()) return undefined;
  if (isRecorded(found)) {
    const entry = codec.read(found.columns);
    return stillValid(entry) ? { kind: 'recorded', entry } : undefined;
  }
  const leaseExpiresAt = timeOf(found, 'claimedUntil');
  return leaseExpiresAt > now.getTime()
    ? { kind: 'busy', leaseExpiresAt: new Date(leaseExpiresAt) }
    : undefined;
}

/** The intent that the holder of a lease which has ended has left. */
function intentIn(found: StoredEntity, now: Date): Intent | undefined {
  const isOver = timeOf(found, 'expiresAt') <= now.getTime();
  return isOver || isRecorded(found) ? undefined : intentColumns.read(found.columns);
}

/** The names of the columns do not change. */
function leaseColumns({
  leaseId: holder,
  leaseExpiresAt: claimedUntil,
  expiresAt,
  intent,
}: Pick<LeaseTerms<unknown>, 'leaseId' | 'leaseExpiresAt' | 'expiresAt' | 'intent'>): EntityColumns {
  return { holder, claimedUntil, expiresAt, ...intentColumns.write(intent) };
}

/** Whether an entity is, or was, the lease with this id. */
function isOf({ columns }: StoredEntity, leaseId: string): boolean {
  return columns['holder'] === leaseId;
}

/** Only a lease has the column `claimedUntil`. */
function isRecorded({ columns }: StoredEntity): boolean {
  return columns['claimedUntil'] === undefined;
}

function timeOf({ columns }: StoredEntity, name: 'claimedUntil' | 'expiresAt'): number {
  const time = columns[name];
  if (!(time instanceof Date)) throw new Error(`A ledger entry has no ${name}.`);
  return time.getTime();
}
