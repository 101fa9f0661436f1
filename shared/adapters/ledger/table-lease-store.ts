import type { EntryKey } from '../../core/ids';
import type { AcquireAnswer, LeaseStore, LeaseTerms } from '../../ports/ledger';
import type { Codec } from './entry-columns';
import type { EntityColumns, StoredEntity, TableEntities } from './table-entities';

/** After so many writes that lost a race, another instance is processing the entry. */
const MAX_READS = 5;
const READ_AGAIN_MS = 1000;

/** Called for each acquired entry, so that a sweep finds the entry once it has expired. */
export type OnAcquire = (key: EntryKey, expiresAt: Date) => Promise<void>;

/** Leases and entries in table storage. Every change is one write on condition of the entity's version. */
export function tableLeaseStore<Entry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  onAcquire: OnAcquire = () => Promise.resolve(),
): LeaseStore<Entry> {
  return {
    async acquire(key, terms) {
      const [answer] = await Promise.all([
        acquire(entities, codec, key, terms),
        onAcquire(key, terms.expiresAt),
      ]);
      return answer;
    },
    async renew(lease, leaseExpiresAt) {
      const { key, version } = lease;
      const answer = await entities.replace(key, version, leaseColumns({ ...lease, leaseExpiresAt }));
      return answer.kind === 'done' ? { ...lease, version: answer.value } : undefined;
    },
    async record({ key, version, leaseId, expiresAt }, entry) {
      const columns = { ...codec.write(entry), holder: leaseId, expiresAt };
      const answer = await entities.replace(key, version, columns);
      if (answer.kind === 'done') return { kind: 'recorded', entry };
      // The lease is lost; or this lease was recorded by an earlier try whose answer was lost.
      const found = await entities.find(key);
      return found && isRecorded(found)
        ? { kind: 'recorded', entry: codec.read(found.columns) }
        : { kind: 'leaseLost' };
    },
    async release({ key, version }) {
      await entities.remove(key, version);
    },
    async read(key, now) {
      const found = await entities.find(key);
      return found && isRecorded(found) && timeOf(found, 'expiresAt') > now.getTime()
        ? codec.read(found.columns)
        : undefined;
    },
  };
}

async function acquire<Entry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  key: EntryKey,
  terms: LeaseTerms<Entry>,
): Promise<AcquireAnswer<Entry>> {
  const { leaseId, now, expiresAt } = terms;
  const columns = leaseColumns(terms);
  const acquired = (version: string): AcquireAnswer<Entry> => ({
    kind: 'acquired',
    lease: { key, leaseId, expiresAt, version },
  });
  for (let reads = 0; reads < MAX_READS; reads++) {
    const inserted = await entities.insert(key, columns);
    if (inserted.kind === 'done') return acquired(inserted.value);
    const found = await entities.find(key);
    if (!found) continue;
    // An earlier try inserted this lease, and its answer was lost.
    if (found.columns['holder'] === leaseId) return acquired(found.version);
    const answer = answerOf(found, codec, terms);
    if (answer) return answer;
    const replaced = await entities.replace(key, found.version, columns);
    if (replaced.kind === 'done') return acquired(replaced.value);
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

/** The names of the columns do not change. */
function leaseColumns({
  leaseId: holder,
  leaseExpiresAt: claimedUntil,
  expiresAt,
}: Pick<LeaseTerms<unknown>, 'leaseId' | 'leaseExpiresAt' | 'expiresAt'>): EntityColumns {
  return { holder, claimedUntil, expiresAt };
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
