import { odata } from '@azure/data-tables';
import { compact } from '../../core/compact';
import type { Partition } from '../../core/ids';
import { historyPartition } from '../../core/ids';
import { inLanes } from './in-lanes';
import type { StoredEntity, TableEntities } from './table-entities';

/** The entities of one partition that are removed side by side. */
const MAX_PARALLEL_ENTITIES = 4;

/** What became of the entries of a partition. */
export interface Swept {
  readonly removed: number;
  /** When the last remaining entry expires, if one was leased after its partition was noted. */
  readonly remainsUntil?: Date;
}

/** Removes the entries of a partition that have expired. */
export async function removeExpired(
  entities: TableEntities,
  partition: Partition,
  now: Date,
): Promise<Swept> {
  let removed = 0;
  let remainsUntil: Date | undefined;
  await inLanes(entities.list(odata`PartitionKey eq ${partition}`), MAX_PARALLEL_ENTITIES, async (entity) => {
    const { expiresAt } = entity.columns;
    if (!(expiresAt instanceof Date)) return;
    if (expiresAt > now) remainsUntil = remainsUntil && remainsUntil > expiresAt ? remainsUntil : expiresAt;
    else if (await removeEntity(entities, entity)) removed++;
    // Another instance leased it between the read and the removal: a later sweep reads it again.
    else remainsUntil ??= now;
  });
  return compact({ removed, remainsUntil });
}

/** Removes an entity unless it has changed. Returns whether it did. */
export async function removeEntity(
  entities: TableEntities,
  { key, version }: StoredEntity,
): Promise<boolean> {
  return (await entities.remove(key, version)).kind === 'done';
}

/** The kinds of partitions whose names end with a digest. */
export const KINDS = [
  'containment',
  'reading',
  'request',
  'revocation',
  'revoked',
  'sender',
  'sender-urgent',
  'switch',
  'tickets',
];
/** Of each kind, the digests with the same first two digits are searched at once. */
const PARTS = 256;
const PARTS_PER_SWEEP = 2;
const SWEEP_EVERY_MS = 600_000;
/** So long, in ms, after its end an entry is left to the notes. */
const LEFT_TO_NOTES_MS = 86_400_000;

/**
 * The entries that have expired long ago and that no note leads to: those of a process that died before it had written its
 * notes. Each sweep searches another part of the table, so that all of it is searched within a day.
 */
export async function* leftovers(entities: TableEntities, now: Date): AsyncIterable<StoredEntity> {
  const before = new Date(now.getTime() - LEFT_TO_NOTES_MS);
  const first = Math.floor(now.getTime() / SWEEP_EVERY_MS) * PARTS_PER_SWEEP;
  for (let n = 0; n < PARTS_PER_SWEEP; n++) {
    const part = (first + n) % PARTS;
    const digits = part.toString(16).padStart(2, '0');
    for (const kind of KINDS) {
      const from = `${kind}-${digits}`;
      // No digit comes after `f`.
      yield* entities.list(
        odata`PartitionKey ge ${from} and PartitionKey lt ${`${from}g`} and expiresAt lt ${before}`,
      );
    }
    if (part === 0) {
      yield* entities.list(odata`PartitionKey eq ${'holds'} and expiresAt lt ${before}`);
      const [from, to] = [historyPartition(''), historyPartition(before.toISOString().slice(0, 10))];
      yield* entities.list(
        odata`PartitionKey ge ${from} and PartitionKey lt ${to} and expiresAt lt ${before}`,
      );
    }
  }
}
