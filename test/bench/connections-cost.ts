import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { startTableStorage } from '../../local/storage/table-storage';
import { CONNECTIONS_TABLE, connectionTable } from '../../shared/adapters/tenants/connection-table';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import { tenantOfRequest } from '../../shared/core/tenant-of-request';
import type { ConnectionStore } from '../../shared/ports/connection-store';
import { projectFolder } from './setting';
import { median } from './statistics';

const CHOICES = 20_000;
/** Of all rows of the table. */
const PARTITION = 'tenants';
/** A transaction of table storage has at most so many rows. */
const ROWS_AT_ONCE = 100;
const READS = 5;

/** So many connections, each with a sender of its own; each is also spoken for by the queue. */
export function connectionsTo(count: number): readonly Connection[] {
  return Array.from({ length: count }, (_, n) => ({
    tenantId: randomUUID(),
    name: `Customer ${String(n)}`,
    policy: { brake: { users: 25, windowMs: 3_600_000, repeats: 3 } },
    sources: [`webhook:customer-${String(n)}`, 'queue'],
  }));
}

/** CPU time of one choice of a tenant, in microseconds: by a sender with one tenant, and by one that speaks for all. */
export function choiceUs(all: readonly Connection[]): { readonly ofOne: number; readonly ofAll: number } {
  const connections = connectionsOf(all);
  const home = randomUUID();
  const cost = (choices: number, speaking: (n: number) => Parameters<typeof tenantOfRequest>[0]): number => {
    const cpu = process.cpuUsage();
    for (let n = 0; n < choices; n++) {
      const choice = tenantOfRequest(speaking(n % all.length), home, connections);
      if (choice.kind !== 'connected') throw new Error('A tenant was not chosen.');
    }
    return process.cpuUsage(cpu).user / choices;
  };
  return {
    ofOne: cost(CHOICES, (n) => ({ named: undefined, sender: `webhook:customer-${String(n)}` })),
    ofAll: cost(CHOICES, (n) => ({ named: all[n]?.tenantId, sender: 'queue' })),
  };
}

/** What reading all rows of the table costs this process, and what they hold in its memory. */
export interface TableCost {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly heapBytes: number;
}

/** Reads so many connections from the emulator of table storage, first and then again; the middle of several reads. */
export async function readingCost(
  all: readonly Connection[],
): Promise<{ readonly first: TableCost; readonly again: TableCost }> {
  const storage = await startTableStorage({ projectFolder });
  const table = TableClient.fromConnectionString(storage.connectionString, CONNECTIONS_TABLE, {
    allowInsecureConnection: true,
  });
  await table.createTable();
  for (let n = 0; n < all.length; n += ROWS_AT_ONCE) {
    const rows = all.slice(n, n + ROWS_AT_ONCE).map(rowOf);
    await table.submitTransaction(rows.map((row) => ['create', row]));
  }
  const [first, again]: [TableCost[], TableCost[]] = [[], []];
  for (let n = 0; n < READS; n++) {
    const store = connectionTable(table);
    first.push(await costOfReading(store, all.length));
    again.push(await costOfReading(store, all.length));
  }
  await storage.stop();
  return { first: middleOf(first), again: middleOf(again) };
}

function middleOf(costs: readonly TableCost[]): TableCost {
  const middle = (of: (cost: TableCost) => number): number => median(costs.map(of));
  return {
    cpuMs: middle(({ cpuMs }) => cpuMs),
    wallMs: middle(({ wallMs }) => wallMs),
    heapBytes: middle(({ heapBytes }) => heapBytes),
  };
}

/** As it is written: durations are texts. */
function rowOf({ tenantId, name, sources }: Connection): {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly connection: string;
} {
  const policy = { brake: { users: 25, window: 'PT1H' } };
  const connection = JSON.stringify({ tenantId, name, policy, sources });
  return { partitionKey: PARTITION, rowKey: tenantId, connection };
}

async function costOfReading(store: ConnectionStore, count: number): Promise<TableCost> {
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
  const { connections } = await store.list();
  const indexed = connectionsOf(connections);
  const { user, system } = process.cpuUsage(cpu);
  const wallMs = performance.now() - startedAt;
  if (indexed.all.length !== count) throw new Error('A connection was not read.');
  globalThis.gc?.();
  const heapBytes = process.memoryUsage().heapUsed - heapUsed;
  // Used after the measurement, so that it is in memory until then.
  if (!indexed.to(indexed.all[0]?.tenantId ?? '')) throw new Error('A connection was not indexed.');
  return { cpuMs: (user + system) / 1000, wallMs, heapBytes };
}
