import type { Partition } from '../../core/ids';
import { leftovers, removeEntity, removeExpired } from './expired-entries';
import type { ExpiryNote, ExpiryNotes } from './expiry-notes';
import { dueNotes } from './expiry-notes';
import { inLanes } from './in-lanes';
import type { TableEntities } from './table-entities';

/** The partitions that are swept side by side: enough to hide the latency of table storage, far below its limits. */
const MAX_PARALLEL_PARTITIONS = 32;

/** Removes expired entries until none is left, or until it may not go on. Returns how many. */
export type TableSweep = (now: Date, mayGoOn?: () => boolean) => Promise<number>;

/** @param lanes how many partitions are swept side by side */
export function tableSweep(
  entities: TableEntities,
  notes: ExpiryNotes,
  lanes = MAX_PARALLEL_PARTITIONS,
): TableSweep {
  return async (now, mayGoOn = () => true) => {
    await notes.write();
    let removed = 0;
    await inLanes(
      whileAllowed(noted(dueNotes(entities, now)), mayGoOn),
      lanes,
      async ({ partition, note }) => {
        const swept = await removeExpired(entities, partition, now);
        removed += swept.removed;
        if (swept.remainsUntil) notes.note(partition, swept.remainsUntil);
        // Last, so that an interrupted sweep begins here again.
        if (--note.left === 0) await entities.remove(note.key, note.version);
      },
    );
    await inLanes(whileAllowed(leftovers(entities, now), mayGoOn), lanes, async (entity) => {
      if (await removeEntity(entities, entity)) removed++;
    });
    await notes.write();
    return removed;
  };
}

interface NotedPartition {
  readonly partition: Partition;
  /** Its note, with the number of partitions that are left in it. */
  readonly note: ExpiryNote & { left: number };
}

async function* noted(notes: AsyncIterable<ExpiryNote>): AsyncIterable<NotedPartition> {
  for await (const found of notes) {
    const note = { ...found, left: found.partitions.length };
    for (const partition of found.partitions) yield { partition, note };
  }
}

async function* whileAllowed<Item>(items: AsyncIterable<Item>, mayGoOn: () => boolean): AsyncIterable<Item> {
  for await (const item of items) {
    if (!mayGoOn()) return;
    yield item;
  }
}
