import { odata } from '@azure/data-tables';
import type { EntryKey } from '../../core/ledger-key';
import type { Held, Holds } from '../../ports/ledger';
import { heldColumns, readHeld, resolutionColumns } from './held-columns';
import type { StoredEntity, TableEntities } from './table-entities';

/** All of them in one partition, so that what waits can be listed. */
const PARTITION = 'holds';

/** Somebody else has written in between so often only if they too end the wait: the next look finds it ended. */
const MOST_LOOKS = 10;

/** Requests at rest in table storage. How a wait ends is one write on condition of the entity's version. */
export function tableHolds(
  entities: TableEntities,
  onPut: (partition: string, expiresAt: Date) => Promise<void>,
): Holds {
  return {
    async put(held, { expiresAt }) {
      // One that is there already was put by an interrupted try.
      await entities.insert(keyOf(held.confirmation), { ...heldColumns(held), expiresAt });
      await onPut(PARTITION, expiresAt);
    },
    async find(confirmation) {
      const found = await entities.find(keyOf(confirmation));
      return found && heldIn(found);
    },
    async resolve(confirmation, resolution) {
      for (let looks = 0; looks < MOST_LOOKS; looks++) {
        const found = await entities.find(keyOf(confirmation));
        if (!found) throw new Error('A request at rest is gone from the ledger.');
        const { held, resolution: standing, expiresAt } = readHeld(found.columns);
        if (standing) return standing;
        const ended = { ...heldColumns(held), ...resolutionColumns(resolution), expiresAt };
        const answer = await entities.replace(found.key, found.version, ended);
        if (answer.kind === 'done') return resolution;
      }
      throw new Error('A request at rest changed more often than it can.');
    },
    async *pending() {
      const filter = odata`PartitionKey eq ${PARTITION} and state eq 'waiting'`;
      for await (const found of entities.list(filter)) yield heldIn(found).held;
    },
  };
}

function heldIn({ columns }: StoredEntity): Held {
  const { held, resolution } = readHeld(columns);
  return { held, ...(resolution && { resolution }) };
}

/** Whatever a sender writes as a confirmation's id becomes no other key than one of ours. */
function keyOf(confirmation: string): EntryKey {
  return { partition: PARTITION, row: encodeURIComponent(confirmation).replaceAll('%', '_') };
}
