import type { TableClient } from '@azure/data-tables';
import type { EntryKey } from '../../core/ids';
import type { Ledger, PublicationEntry, PublicationStore, Term } from '../../ports/ledger';
import type { Codec } from './entry-columns';
import { revocationColumns, userRevocationColumns } from './entry-columns';
import { messageAlone, methodColumns, outcomeColumns, published } from './publication-columns';
import { expiryIndex } from './expiry-index';
import type { OnAcquire } from './table-lease-store';
import { insertWithLease, tableLeaseStore } from './table-lease-store';
import { tableLimit } from './table-limit';
import type { TableEntities } from './table-entities';
import { tableEntities } from './table-entities';
import { tableApprovals } from './table-approvals';
import { tableReadings } from './table-readings';
import { tableSenders } from './table-senders';
import { tableProtectedEntries } from './table-protected-entries';

/** The row of a request's payload. */
const REQUEST = 'request';

/**
 * The ledger in one table of Azure storage. A request's payload and the outcomes of its users share a partition; each
 * revocation has a partition of its own.
 */
export function tableLedger(client: TableClient): Ledger {
  const entities = tableEntities(client);
  const expiry = expiryIndex(entities);
  return {
    requests: {
      async enter(partition, payloadDigest, term) {
        const [entered] = await Promise.all([
          enter(entities, { partition, row: REQUEST }, payloadDigest, term),
          expiry.note(partition, term.expiresAt),
        ]);
        return entered;
      },
      async begin(key, payloadDigest, terms) {
        const { partition } = key;
        const { expiresAt } = terms;
        const request = { key: { partition, row: REQUEST }, columns: { payloadDigest, expiresAt } };
        const [lease] = await Promise.all([
          insertWithLease(entities, request, key, terms),
          expiry.note(partition, expiresAt),
        ]);
        return lease;
      },
    },
    outcomes: tablePublications(entities, outcomeColumns),
    methodResults: tablePublications(entities, methodColumns),
    switchChanges: tablePublications(entities, messageAlone, ({ partition }, expiresAt) =>
      expiry.note(partition, expiresAt),
    ),
    revocations: tableLeaseStore(entities, revocationColumns, ({ partition }, expiresAt) =>
      expiry.note(partition, expiresAt),
    ),
    userRevocations: tableLeaseStore(entities, userRevocationColumns, ({ partition }, expiresAt) =>
      expiry.note(partition, expiresAt),
    ),
    limit: tableLimit(entities),
    readings: tableReadings(entities, ({ partition }, expiresAt) => expiry.note(partition, expiresAt)),
    approvals: tableApprovals(entities, (partition, expiresAt) => expiry.note(partition, expiresAt)),
    senders: tableSenders(entities, (partition, expiresAt) => expiry.note(partition, expiresAt)),
    protectedEntries: tableProtectedEntries(entities),
    sweep: (now) => expiry.sweep(now),
  };
}

function tablePublications<Entry extends PublicationEntry>(
  entities: TableEntities,
  codec: Codec<Entry>,
  onAcquire?: OnAcquire,
): PublicationStore<Entry> {
  return {
    ...tableLeaseStore(entities, codec, onAcquire),
    markPublished: async (key) => {
      await entities.merge(key, published(true));
    },
  };
}

async function enter(
  entities: TableEntities,
  key: EntryKey,
  payloadDigest: string,
  { now, expiresAt }: Term,
): Promise<string> {
  const columns = { payloadDigest, expiresAt };
  const inserted = await entities.insert(key, columns);
  if (inserted.kind === 'done') return payloadDigest;
  const found = await entities.find(key);
  // Removed in between, or expired: this payload then counts as the first.
  const isOver = !(found?.columns['expiresAt'] instanceof Date) || found.columns['expiresAt'] <= now;
  if (!found || isOver) {
    if (found) await entities.replace(key, found.version, columns);
    else await entities.insert(key, columns);
    return payloadDigest;
  }
  return String(found.columns['payloadDigest']);
}
