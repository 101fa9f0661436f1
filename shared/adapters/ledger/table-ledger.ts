import type { TableClient } from '@azure/data-tables';
import type { EntryKey } from '../../core/ids';
import type { Ledger, PublicationEntry, PublicationStore, Term } from '../../ports/ledger';
import type { Codec } from './entry-columns';
import { revocationColumns, userRevocationColumns } from './entry-columns';
import { noHistory } from './no-history';
import { messageAlone, methodColumns, outcomeColumns, published } from './publication-columns';
import { expiryNotes } from './expiry-notes';
import type { OnAcquire } from './table-lease-store';
import { insertWithLease, tableLeaseStore } from './table-lease-store';
import { tableHistory } from './table-history';
import { tableLimit } from './table-limit';
import type { TableEntities } from './table-entities';
import { tableEntities } from './table-entities';
import { tableApprovals } from './table-approvals';
import { tableContainments } from './table-containments';
import { tableReadings } from './table-readings';
import { tableSenders } from './table-senders';
import { tableSweep } from './table-sweep';
import { tableProtectedEntries } from './table-protected-entries';
import { tableWatches } from './table-watches';

/** The row of a request's payload. */
const REQUEST = 'request';

export interface LedgerOptions {
  /** Whether outcomes are noted by user and by request, so that they can be found again; absent: not. */
  readonly keepsHistory?: boolean;
}

/**
 * The ledger in one table of Azure storage. A request's payload and the outcomes of its users share a partition; each
 * revocation has a partition of its own.
 */
export function tableLedger(client: TableClient, { keepsHistory = false }: LedgerOptions = {}): Ledger {
  const entities = tableEntities(client);
  const notes = expiryNotes(entities);
  const noteEntry: OnAcquire = ({ partition }, expiresAt) => notes.note(partition, expiresAt);
  return {
    requests: {
      enter(partition, payloadDigest, term) {
        notes.note(partition, term.expiresAt);
        return enter(entities, { partition, row: REQUEST }, payloadDigest, term);
      },
      begin(key, payloadDigest, terms) {
        const { partition } = key;
        const { expiresAt } = terms;
        notes.note(partition, expiresAt);
        const request = { key: { partition, row: REQUEST }, columns: { payloadDigest, expiresAt } };
        return insertWithLease(entities, request, key, terms);
      },
    },
    outcomes: tablePublications(entities, outcomeColumns),
    methodResults: tablePublications(entities, methodColumns),
    switchChanges: tablePublications(entities, messageAlone, noteEntry),
    reminders: tablePublications(entities, messageAlone, noteEntry),
    evictions: tablePublications(entities, messageAlone, noteEntry),
    watches: tableWatches(entities),
    revocations: tableLeaseStore(entities, revocationColumns, noteEntry),
    userRevocations: tableLeaseStore(entities, userRevocationColumns, noteEntry),
    limit: tableLimit(entities),
    readings: tableReadings(entities, noteEntry),
    approvals: tableApprovals(entities, noteEntry),
    senders: tableSenders(entities, noteEntry),
    protectedEntries: tableProtectedEntries(entities),
    containments: tableContainments(entities, noteEntry),
    history: keepsHistory ? tableHistory(entities, noteEntry) : noHistory,
    sweep: tableSweep(entities, notes),
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
