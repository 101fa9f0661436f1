import type { TableClient } from '@azure/data-tables';
import type { EntryKey } from '../../core/ledger-key';
import type { Ledger, Term } from '../../ports/ledger';
import { outcomeColumns, revocationColumns } from './entry-columns';
import { expiryIndex } from './expiry-index';
import { tableBook } from './table-book';
import { tableBrake } from './table-brake';
import type { TableEntities } from './table-entities';
import { tableEntities } from './table-entities';
import { tableHolds } from './table-holds';

/**
 * The ledger in one table of Azure storage. A request's payload and the outcomes of its users share a
 * partition; each revocation has its own.
 */
export function tableLedger(client: TableClient): Ledger {
  const entities = tableEntities(client);
  const expiry = expiryIndex(entities);
  return {
    requests: {
      async enter(partition, payloadDigest, term) {
        const [standing] = await Promise.all([
          enter(entities, { partition, row: 'request' }, payloadDigest, term),
          expiry.note(partition, term.expiresAt),
        ]);
        return standing;
      },
    },
    outcomes: tableBook(entities, outcomeColumns),
    revocations: tableBook(entities, revocationColumns, ({ partition }, expiresAt) =>
      expiry.note(partition, expiresAt),
    ),
    brake: tableBrake(entities),
    holds: tableHolds(entities, (partition, expiresAt) => expiry.note(partition, expiresAt)),
    sweep: (now) => expiry.sweep(now),
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
  // Swept in between, or past its time: whoever comes next is the first.
  const isOver = !(found?.columns['expiresAt'] instanceof Date) || found.columns['expiresAt'] <= now;
  if (!found || isOver) {
    if (found) await entities.replace(key, found.version, columns);
    else await entities.insert(key, columns);
    return payloadDigest;
  }
  return String(found.columns['payloadDigest']);
}
