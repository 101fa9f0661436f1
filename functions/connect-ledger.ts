import type { TokenCredential } from '@azure/core-auth';
import type { OnAnswer } from '../shared/adapters/connections/ledger-table';
import { ledgerTable, storageTable } from '../shared/adapters/connections/ledger-table';
import { inMemoryLedger } from '../shared/adapters/ledger/in-memory-ledger';
import { inMemorySwitch } from '../shared/adapters/ledger/in-memory-switch';
import { inMemoryTickets } from '../shared/adapters/ledger/in-memory-tickets';
import { sharedLedger } from '../shared/adapters/ledger/shared-ledger';
import { SWITCH_TABLE, switchTable } from '../shared/adapters/ledger/switch-table';
import { tableEntities } from '../shared/adapters/ledger/table-entities';
import { tableTickets } from '../shared/adapters/ledger/table-tickets';
import type { Config } from '../shared/config/config';
import type { Clock } from '../shared/ports/clock';
import type { Ledger } from '../shared/ports/ledger';
import type { SwitchStore } from '../shared/ports/switch-store';
import type { TicketStore } from '../shared/ports/ticket-store';

/** The ledger, with the emergency switch and the tickets beside it; all in the memory of this process if the configuration says so. */
export function connectLedger(
  { ledger: store, api }: Pick<Config, 'ledger' | 'api'>,
  identity: () => TokenCredential,
  { clock, heard }: { readonly clock: Clock; readonly heard: OnAnswer },
): { readonly ledger: Ledger; readonly switchStore: SwitchStore; readonly tickets: TicketStore } {
  if (store.kind === 'memory')
    return { ledger: inMemoryLedger(), switchStore: inMemorySwitch(clock), tickets: inMemoryTickets() };
  const table = ledgerTable(store, identity, heard);
  return {
    tickets: tableTickets(tableEntities(table)),
    ledger: sharedLedger(table, clock, { keepsHistory: api !== undefined }),
    switchStore: switchTable(storageTable(store, SWITCH_TABLE, identity)),
  };
}
