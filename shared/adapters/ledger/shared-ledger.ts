import type { TableClient } from '@azure/data-tables';
import type { Clock } from '../../ports/clock';
import type { Ledger } from '../../ports/ledger';
import { rememberedProtectedEntries } from './remembered-protected-entries';
import type { LedgerOptions } from './table-ledger';
import { tableLedger } from './table-ledger';

/** The ledger that all instances of the app share, with a short memory for what every decision reads. */
export function sharedLedger(client: TableClient, clock: Clock, options: LedgerOptions = {}): Ledger {
  const ledger = tableLedger(client, options);
  return { ...ledger, protectedEntries: rememberedProtectedEntries(ledger.protectedEntries, clock) };
}
