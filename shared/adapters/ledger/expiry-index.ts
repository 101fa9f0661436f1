import { odata } from '@azure/data-tables';
import { compact } from '../../core/compact';
import type { Partition } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { TableEntities } from './table-entities';

const PREFIX = 'expiry-';
/** The most partitions that one sweep removes, so that it ends within the time limit of its function. */
const MAX_PARTITIONS = 2000;

/**
 * Finds expired entries without reading the others. Table storage finds entities only by partition and row, so each
 * partition of the ledger is noted in another partition, whose name is the hour in which it expires.
 */
export interface ExpiryIndex {
  /** Notes when a partition may be removed. Repeating it is harmless. */
  note(partition: Partition, expiresAt: Date): Promise<void>;
  /** Removes the expired entries of noted partitions. Returns how many. */
  sweep(now: Date): Promise<number>;
}

export function expiryIndex(entities: TableEntities): ExpiryIndex {
  const note = async (partition: Partition, expiresAt: Date): Promise<void> => {
    // An earlier delivery may have noted it already.
    await entities.insert({ partition: storedId(`${PREFIX}${hourAfter(expiresAt)}`), row: partition }, {});
  };
  return {
    note,
    async sweep(now) {
      const until = `${PREFIX}${hourOf(now)}`;
      let removed = 0;
      let partitions = 0;
      for await (const { key, version } of entities.list(
        odata`PartitionKey ge ${PREFIX} and PartitionKey le ${until}`,
      )) {
        if (++partitions > MAX_PARTITIONS) break;
        const partition = storedId<Partition>(key.row);
        const swept = await removeExpired(entities, partition, now);
        removed += swept.removed;
        if (swept.remainsUntil) await note(partition, swept.remainsUntil);
        // Last, so that an interrupted sweep begins here again.
        await entities.remove(key, version);
      }
      return removed;
    },
  };
}

interface Swept {
  readonly removed: number;
  /** When the last remaining entry expires, if one was leased after its partition was noted. */
  readonly remainsUntil?: Date;
}

async function removeExpired(entities: TableEntities, partition: Partition, now: Date): Promise<Swept> {
  let removed = 0;
  let remainsUntil: Date | undefined;
  for await (const { key, version, columns } of entities.list(odata`PartitionKey eq ${partition}`)) {
    const { expiresAt } = columns;
    if (!(expiresAt instanceof Date)) continue;
    if (expiresAt > now) {
      remainsUntil = remainsUntil && remainsUntil > expiresAt ? remainsUntil : expiresAt;
      continue;
    }
    const answer = await entities.remove(key, version);
    if (answer.kind === 'done') removed++;
    // Another instance leased it between the read and the removal: a later sweep reads it again.
    else remainsUntil ??= now;
  }
  return compact({ removed, remainsUntil });
}

/** The first full hour after a time: `2026-11-23T20`. */
function hourAfter(time: Date): string {
  return hourOf(new Date(time.getTime() + 3_600_000 - 1));
}

function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13);
}
