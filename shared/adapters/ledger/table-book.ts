import type { EntryKey } from '../../core/ledger-key';
import type { Book, Claim, ClaimAnswer, ClaimTerms } from '../../ports/ledger';
import type { Codec } from './entry-columns';
import type { EntityColumns, StoredEntity, TableEntities } from './table-entities';

/** A write that was refused is looked into so often; whoever keeps winning is at work on it. */
const MOST_LOOKS = 5;
const LOOK_AGAIN_MS = 1000;

/** Called with each new claim, so that what is entered is found again when its time is over. */
export type OnClaim = (key: EntryKey, expiresAt: Date) => Promise<void>;

/** A book in table storage. Every change is one write on condition of the entity's version. */
export function tableBook<Entry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  onClaim: OnClaim = () => Promise.resolve(),
): Book<Entry> {
  return {
    async claim(key, terms) {
      const [answer] = await Promise.all([claim(entities, codec, key, terms), onClaim(key, terms.expiresAt)]);
      return answer;
    },
    async renew(held, until) {
      const { key, holder, expiresAt } = held;
      const answer = await entities.replace(key, held.version, claimedColumns({ holder, until, expiresAt }));
      return answer.kind === 'done' ? { ...held, version: answer.value } : undefined;
    },
    async record({ key, version, holder, expiresAt }, entry) {
      const columns = { ...codec.write(entry), holder, expiresAt };
      const answer = await entities.replace(key, version, columns);
      if (answer.kind === 'done') return { kind: 'recorded', entry };
      // Not ours any more; or it is, and only the answer of an earlier try was lost.
      const found = await entities.find(key);
      return found && isRecorded(found)
        ? { kind: 'recorded', entry: codec.read(found.columns) }
        : { kind: 'lost' };
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

async function claim<Entry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  key: EntryKey,
  terms: ClaimTerms<Entry>,
): Promise<ClaimAnswer<Entry>> {
  const { holder, now, expiresAt } = terms;
  const columns = claimedColumns(terms);
  const claimed = (version: string): ClaimAnswer<Entry> => ({
    kind: 'claimed',
    claim: { key, holder, expiresAt, version },
  });
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const inserted = await entities.insert(key, columns);
    if (inserted.kind === 'done') return claimed(inserted.value);
    const found = await entities.find(key);
    if (!found) continue;
    // The insertion was ours: its answer was lost and it was tried again.
    if (found.columns['holder'] === holder) return claimed(found.version);
    const answer = standing(found, codec, terms);
    if (answer) return answer;
    const replaced = await entities.replace(key, found.version, columns);
    if (replaced.kind === 'done') return claimed(replaced.value);
  }
  return { kind: 'held', until: new Date(now.getTime() + LOOK_AGAIN_MS) };
}

/** What stands in a claim's way, if anything does. */
function standing<Entry>(
  found: StoredEntity,
  codec: Codec<Entry>,
  { now, stands = () => true }: ClaimTerms<Entry>,
): ClaimAnswer<Entry> | undefined {
  if (timeOf(found, 'expiresAt') <= now.getTime()) return undefined;
  if (isRecorded(found)) {
    const entry = codec.read(found.columns);
    return stands(entry) ? { kind: 'recorded', entry } : undefined;
  }
  const until = timeOf(found, 'claimedUntil');
  return until > now.getTime() ? { kind: 'held', until: new Date(until) } : undefined;
}

function claimedColumns({
  holder,
  until,
  expiresAt,
}: Pick<Claim, 'holder' | 'expiresAt'> & { readonly until: Date }): EntityColumns {
  return { holder, claimedUntil: until, expiresAt };
}

/** A claim has an end; what is recorded has none but its expiry. */
function isRecorded({ columns }: StoredEntity): boolean {
  return columns['claimedUntil'] === undefined;
}

function timeOf({ columns }: StoredEntity, name: 'claimedUntil' | 'expiresAt'): number {
  const time = columns[name];
  if (!(time instanceof Date)) throw new Error(`A ledger entry has no ${name}.`);
  return time.getTime();
}
