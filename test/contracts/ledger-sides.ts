import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { TableClient } from '@azure/data-tables';
import { ledgerTable } from '../../shared/adapters/connections/ledger-table';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { EntryKey, OutcomeId, Partition } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { resultMessage, summaryOf } from '../../shared/messages/result-message';
import type { LeaseTerms, Ledger, OutcomeEntry } from '../../shared/ports/ledger';
import { startTableStorage } from '../../local/storage/table-storage';
import { tableClientOf } from '../bench/memory-table-client';
import { memoryTables } from '../bench/memory-tables';
import { outcomeOf } from '../support/outcomes';

/** A ledger under test. */
export interface LedgerSide {
  readonly ledger: Ledger;
  stop(): Promise<void>;
}

/** The ledger in table storage, and its table. */
export async function tableSide(): Promise<
  LedgerSide & { readonly table: TableClient; readonly connectionString: string }
> {
  const storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  const { connectionString } = storage;
  const table = ledgerTable({ kind: 'connectionString', connectionString }, () => {
    throw new Error('A connection string needs no credential.');
  });
  return {
    ledger: tableLedger(table, { keepsHistory: true }),
    table,
    connectionString,
    stop: () => storage.stop(),
  };
}

const twinSide = (): Promise<LedgerSide> =>
  Promise.resolve({ ledger: inMemoryLedger(), stop: () => Promise.resolve() });

/** The adapter on the tables that benches use in place of the emulator. */
const memoryTablesSide = (): Promise<LedgerSide> => {
  const answer = memoryTables(() => new Date());
  const table = tableClientOf('RevocationLedger', (request) => Promise.resolve(answer(request)));
  return Promise.resolve({
    ledger: tableLedger(table, { keepsHistory: true }),
    stop: () => Promise.resolve(),
  });
};

/** Both implementations of the port, for `describe.each`; that on tables also on those of the benches. */
export const ledgerSides = [
  ['the in-memory twin', twinSide],
  ['table storage', tableSide],
  ['table storage in memory', memoryTablesSide],
] as const satisfies readonly (readonly [string, () => Promise<LedgerSide>])[];

const NOW = Date.parse('2026-11-23T10:00:00.000Z');
export const HOUR = 3_600_000;
/** So many ms after the beginning of every test. */
export const at = (ms: number): Date => new Date(NOW + ms);
export const aPartition = (): Partition => storedId(`request-${randomUUID()}`);
export const aKey = (): EntryKey => ({ partition: aPartition(), row: 'user-1' });
export const term = { now: at(0), expiresAt: at(24 * HOUR) };

/** The terms of a lease of 15 s. */
export function terms(leaseId: string, changes: Partial<LeaseTerms<unknown>> = {}): LeaseTerms<unknown> {
  return { ...term, leaseId, leaseExpiresAt: at(15_000), ...changes };
}

/** An entry whose outcome has this id. */
export function entryOf(id: string, reason = 'Spray'): OutcomeEntry {
  const outcome = { ...outcomeOf('signOutPending'), id: storedId<OutcomeId>(id), reason };
  return { message: resultMessage(outcome, 'fr'), summary: summaryOf(outcome, 'fr') };
}
