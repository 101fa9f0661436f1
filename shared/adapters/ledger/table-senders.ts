import type { EntryKey, MessageKey, Partition } from '../../core/ids';
import { senderPartition } from '../../core/ids';
import { readReceivedBy } from '../../core/received-by';
import type { SenderStore } from '../../ports/ledger';
import type { TableEntities } from './table-entities';

/** The senders of originals in table storage: an entity each. */
export function tableSenders(
  entities: TableEntities,
  onRecord: (partition: Partition, expiresAt: Date) => Promise<void>,
): SenderStore {
  return {
    async record(original, receivedBy, { expiresAt }) {
      const key = keyOf(original);
      // An entry that exists already is the same one.
      await Promise.all([
        entities.insert(key, { receivedBy, expiresAt }),
        onRecord(key.partition, expiresAt),
      ]);
    },
    async find(original) {
      const found = await entities.find(keyOf(original));
      const receivedBy = found?.columns['receivedBy'];
      return typeof receivedBy === 'string' ? readReceivedBy(receivedBy) : undefined;
    },
  };
}

function keyOf(original: MessageKey): EntryKey {
  return { partition: senderPartition(original), row: 'sender' };
}
