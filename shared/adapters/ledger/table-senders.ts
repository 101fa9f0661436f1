import type { EntryKey, MessageKey } from '../../core/ids';
import { senderPartition } from '../../core/ids';
import { readReceivedBy } from '../../core/received-by';
import type { SenderStore } from '../../ports/ledger';
import type { TableEntities } from './table-entities';
import type { OnAcquire } from './table-lease-store';

/** The senders of originals in table storage: an entity each. */
export function tableSenders(entities: TableEntities, onRecord: OnAcquire): SenderStore {
  return {
    async record(original, receivedBy, { expiresAt }) {
      const key = keyOf(original);
      onRecord(key, expiresAt);
      // An entry that exists already is the same one.
      await entities.insert(key, { receivedBy, expiresAt });
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
