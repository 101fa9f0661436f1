import { odata } from '@azure/data-tables';
import { compact } from '../../core/compact';
import type { Containment } from '../../core/containment';
import { expiryOf } from '../../core/containment';
import type { EntryKey } from '../../core/ids';
import { containmentKey, containmentPartition } from '../../core/containment-key';
import type { ContainmentStore, StoredContainment } from '../../ports/containment-store';
import { Unavailable } from '../../ports/unavailable';
import { containmentColumns, readContainment, states } from './containment-columns';
import type { EntityColumns, StoredEntity, TableEntities } from './table-entities';
import type { OnAcquire } from './table-lease-store';

/** The partitions of all users: their names go on with a digest, and no digit comes after `f`. */
const FROM = 'containment-';
const TO = 'containment-g';

/** An entry that exists at one read and not at the next was removed in between. */
const MAX_READS = 20;

/**
 * What was done to users beside revoking, an entity each in a partition for each user. It has a time after which it is
 * removed only while nothing is changed, and when it has ended. Every change is one write on condition of the entity's version.
 */
export function tableContainments(entities: TableEntities, onEnd: OnAcquire): ContainmentStore {
  const replace = async (
    { containment, version }: StoredContainment,
    changed: Containment,
    more: EntityColumns,
  ): Promise<StoredContainment | undefined> => {
    const columns = { ...containmentColumns(changed), ...more };
    const answer = await entities.replace(keyOf(containment), version, columns);
    return answer.kind === 'done' ? { containment: changed, version: answer.value } : undefined;
  };
  return {
    begin(containment) {
      const expiresAt = expiryOf(containment);
      if (expiresAt) onEnd(keyOf(containment), expiresAt);
      return begin(entities, containment);
    },
    async find({ tenantId, userId, outcomeId }) {
      const found = await entities.find(containmentKey(tenantId, userId, outcomeId));
      return found && storedOf(found);
    },
    write: (stored, changed) => replace(stored, changed, openColumns(changed)),
    end(stored, ended, expiresAt) {
      onEnd(keyOf(ended), expiresAt);
      return replace(stored, ended, { expiresAt });
    },
    ofUser: (tenantId, userId) =>
      allOf(entities, odata`PartitionKey eq ${containmentPartition(tenantId, userId)}`),
    // The service looks at all of them, which are as many as can be undone, and returns these few alone.
    ofRequest: (requestId) =>
      allOf(entities, odata`PartitionKey ge ${FROM} and PartitionKey lt ${TO} and requestId eq ${requestId}`),
    async *open() {
      const filter = odata`PartitionKey ge ${FROM} and PartitionKey lt ${TO} and state eq ${states.open}`;
      for await (const entity of entities.list(filter)) yield storedOf(entity);
    },
  };
}

/** Without a time of removal, once there is something to undo. */
function openColumns(containment: Containment): EntityColumns {
  return compact({ expiresAt: expiryOf(containment) });
}

async function begin(entities: TableEntities, containment: Containment): Promise<StoredContainment> {
  const key = keyOf(containment);
  const columns = { ...containmentColumns(containment), ...openColumns(containment) };
  for (let reads = 0; reads < MAX_READS; reads++) {
    const inserted = await entities.insert(key, columns);
    if (inserted.kind === 'done') return { containment, version: inserted.value };
    const found = await entities.find(key);
    if (found) return storedOf(found);
  }
  throw new Unavailable('ledger', new Error('Cannot write what is done to a user.'));
}

async function allOf(entities: TableEntities, filter: string): Promise<readonly StoredContainment[]> {
  const found: StoredContainment[] = [];
  for await (const entity of entities.list(filter)) found.push(storedOf(entity));
  return found;
}

function keyOf({ tenantId, user, outcomeId }: Containment): EntryKey {
  return containmentKey(tenantId, user.id, outcomeId);
}

function storedOf({ version, columns }: StoredEntity): StoredContainment {
  return { containment: readContainment(columns), version };
}
