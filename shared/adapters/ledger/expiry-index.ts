import { odata } from '@azure/data-tables';
import type { TableEntities } from './table-entities';

const PREFIX = 'expiry-';
/** Partitions that one sweep removes at most, so that it ends within its function's time. */
const MOST_PARTITIONS = 2000;

/**
 * Finds what has expired without looking at what has not: table storage only finds by partition and row, so
 * each partition of the ledger is noted in a partition named after the hour in which its time is over.
 */
export interface ExpiryIndex {
  /** Notes when a partition may be removed. Repeating it is harmless. */
  note(partition: string, expiresAt: Date): Promise<void>;
  /** Removes the entries of noted partitions whose time is over. Returns how many. */
  sweep(now: Date): Promise<number>;
}

export function expiryIndex(entities: TableEntities): ExpiryIndex {
  const note = async (partition: string, expiresAt: Date): Promise<void> => {
    // One that is there already was noted by an earlier delivery.
    await entities.insert({ partition: `${PREFIX}${hourAfter(expiresAt)}`, row: partition }, {});
  };
  return {
    note,
    async sweep(now) {
      const until = `${PREFIX}${hourOf(now)}`;
      let removed = 0;
      let partitions = 0;
      for await (const noted of entities.list(
        odata`PartitionKey ge ${PREFIX} and PartitionKey le ${until}`,
      )) {
        if (++partitions > MOST_PARTITIONS) break;
        const swept = await removeExpired(entities, noted.key.row, now);
        removed += swept.removed;
        if (swept.remainsUntil) await note(noted.key.row, swept.remainsUntil);
        // Last, so that a sweep that is cut short begins here again.
        await entities.remove(noted.key, noted.version);
      }
      return removed;
    },
  };
}

interface Swept {
  readonly removed: number;
  /** When the last entry that is left expires: one that was claimed later than its partition was noted. */
  readonly remainsUntil?: Date;
}

async function removeExpired(entities: TableEntities, partition: string, now: Date): Promise<Swept> {
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
    // Claimed anew between the look and the removal: to be looked at in an hour.
    else remainsUntil ??= now;
  }
  return { removed, ...(remainsUntil && { remainsUntil }) };
}

/** The hour by whose beginning the time is over: `2026-11-23T20`. */
function hourAfter(time: Date): string {
  return hourOf(new Date(time.getTime() + 3_600_000 - 1));
}

function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13);
}
