import type { TableClient } from '@azure/data-tables';
import type { Clock } from '../../ports/clock';
import type { Ledger } from '../../ports/ledger';
import { rememberedProtectedEntries } from './remembered-protected-entries';
import { tableLedger } from './table-ledger';

/** The ledger that all instances of the app share, with a short memory for what every decision reads. */
export function sharedLedger(client: TableClient, clock: Clock): Ledger {
  const ledger = tableLedger(client);
  return { ...ledger, protectedEntries: rememberedProtectedEntries(ledger.protectedEntries, clock) };
}
