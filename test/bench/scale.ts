import { loopbackCertificate } from '../../local/tenant/certificate';
import { storageTable } from '../../shared/adapters/connections/ledger-table';
import { tableEntities } from '../../shared/adapters/ledger/table-entities';
import { printLedgerOverDays } from './ledger-days';
import { memoryOfRecords } from './records-cost';
import { startStandIns } from './start-stand-ins';
import { median } from './statistics';
import { sweepRates } from './sweep-cost';
import { printWindow } from './window-cost';

// What `npm run bench:scale` runs: what must hold however large the ledger is. `-- 1` makes one round in place of five.

const rounds = Number(process.argv[2] ?? 5);
const LATENCY_MS = 8;
const REQUESTS = 500;

async function main(): Promise<void> {
  const standIns = await startStandIns(await loopbackCertificate());
  const { tables: connectionString } = standIns;
  const table = (name: string) =>
    tableEntities(
      storageTable({ kind: 'connectionString', connectionString }, name, () => {
        throw new Error('A connection string needs no credential.');
      }),
    );
  console.log(`
The sweep of ${String(REQUESTS)} requests with an outcome each, in entries per second: one partition after the other, by a note for each
(the version before), and ${String(rounds)} rounds of each in turn: with ${String(LATENCY_MS)} ms of latency for each call, and by the client of table storage on
tables in the memory of another process, which answer at once.`);
  for (const where of ['latency', 'socket'] as const) {
    const rates = await sweepRates({ rounds, requests: REQUESTS, latencyMs: LATENCY_MS, where, table });
    const ratios = rates.map(({ before, now }) => now / before);
    print(
      `${where}, before`,
      rates.map(({ before }) => before),
    );
    print(
      `${where}, now`,
      rates.map(({ now }) => now),
    );
    print(`${where}, ratio`, ratios);
  }
  await printWindow({ rounds, table: table('Window') });
  await memoryOfRecords();
  await printLedgerOverDays();
  await standIns.stop();
}

function print(what: string, values: readonly number[]): void {
  const [min, middle, max] = [Math.min(...values), median(values), Math.max(...values)];
  console.log(
    `${what.padEnd(22)} median ${middle.toFixed(1).padStart(8)}, min ${min.toFixed(1).padStart(8)}, max ${max.toFixed(1).padStart(8)}`,
  );
}

void main();
