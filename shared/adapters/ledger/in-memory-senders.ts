import { putNewest } from '../../core/put-newest';
import type { ReceivedBy } from '../../core/received-by';
import type { SenderStore } from '../../ports/ledger';

interface StoredSender {
  readonly receivedBy: ReceivedBy;
  readonly expiresAt: number;
}

/** The senders of originals in memory, and those that a sweep removes. */
export function inMemorySenders(): SenderStore & { readonly entries: Map<string, StoredSender> } {
  const entries = new Map<string, StoredSender>();
  return {
    entries,
    record: (original, receivedBy, { expiresAt }) => {
      putNewest(entries, original, { receivedBy, expiresAt: expiresAt.getTime() });
      return Promise.resolve();
    },
    find: (original) => Promise.resolve(entries.get(original)?.receivedBy),
  };
}
