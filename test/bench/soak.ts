import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { Footprint } from '../../local/host/main';
import { startLocalStack } from '../../local/local-stack';
import { storageTable } from '../../shared/adapters/connections/ledger-table';
import { tableEntities } from '../../shared/adapters/ledger/table-entities';
import { takeOutcomes } from './arrivals';
import { startContender } from './contender';
import { withAlertIds } from './paths';
import { membersOf, packagedApp, projectFolder } from './setting';
import { startStandIns } from './start-stand-ins';
import { timedLine } from './timed-load';

// What `npm run bench:soak` runs: the app at full speed for so long that what it forgets to let go of shows. Each request is
// an alert with an id; telemetry is sent, and the ledger is on tables that another process has in memory. `-- 10000` takes
// fewer requests, and `memory` in place of a number of its own keeps the ledger in the app.

const REQUESTS = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 50_000);
const inMemory = process.argv.includes('memory');
/** In the queue at a time, each about another user. */
const AT_ONCE = 2000;
/** Fills what is bounded. */
const WARM_UP = 5;
const MEASURED_EVERY = 2;
/** Until telemetry and notes of expiry are sent. */
const SETTLES_MS = 8000;
const MEGABYTE = 1_000_000;
const QUEUE = 'soak';

async function main(): Promise<void> {
  const stack = await startLocalStack({
    projectFolder,
    users: membersOf(AT_ONCE),
    topology: {
      queues: { [QUEUE]: {}, 'revocation-rejected': {} },
      topics: { 'revocation-results': { subscriptions: { bench: {} } } },
    },
  });
  const standIns = await startStandIns(stack.certificate);
  const client = new ServiceBusClient(stack.broker.connectionString);
  const receiving = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = takeOutcomes(receiving);
  const app = await startContender({
    name: QUEUE,
    module: join(projectFolder, 'build/local/host/main.js'),
    args: [packagedApp],
    environment: {
      ...stack.environment,
      APPLICATIONINSIGHTS_CONNECTION_STRING: standIns.telemetry,
      LEDGER_STORAGE: inMemory ? 'memory' : standIns.tables,
    },
  });
  const sender = client.createSender(QUEUE);
  const line = timedLine({ stack, arrivals, sender, bodyOf: withAlertIds('soak') }, AT_ONCE);
  const footprints: Footprint[] = [];
  const measure = async (done: number): Promise<void> => {
    await sleep(SETTLES_MS);
    const footprint = await app.footprint();
    footprints.push(footprint);
    print(done, footprint);
    if (!inMemory) await printLedger(standIns.tables, done);
  };
  console.log(
    `${String(REQUESTS)} alerts after ${String(WARM_UP * AT_ONCE)} to warm up; ledger ${inMemory ? 'in memory' : 'on tables'}`,
  );
  for (let n = 0; n < WARM_UP; n++) await line.atOnce(AT_ONCE);
  await measure(WARM_UP * AT_ONCE);
  const startedAt = performance.now();
  for (let sent = 0, n = 1; sent < REQUESTS; sent += AT_ONCE, n++) {
    await line.atOnce(AT_ONCE);
    if (n % MEASURED_EVERY === 0) await measure(WARM_UP * AT_ONCE + sent + AT_ONCE);
  }
  console.log(
    `${((1000 * REQUESTS) / (performance.now() - startedAt)).toFixed(0)} requests/s, pauses included`,
  );
  printGrowth(footprints);
  await app.stop();
  await Promise.all([client.close(), receiving.close()]);
  await standIns.stop();
  await stack.stop();
}

const inMegabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);

function print(done: number, footprint: Footprint): void {
  const { heapBytes, bufferBytes, residentBytes, sockets, handles } = footprint;
  console.log(
    `${String(done).padStart(6)} done: heap ${inMegabytes(heapBytes)} MB, buffers ${inMegabytes(bufferBytes)} MB, ` +
      `resident ${inMegabytes(residentBytes)} MB, ${String(sockets)} sockets, ${String(handles)} handles`,
  );
}

/** What each request leaves in the ledger until its retention is over, what each user leaves, and the notes. */
async function printLedger(connectionString: string, done: number): Promise<void> {
  const table = storageTable({ kind: 'connectionString', connectionString }, 'RevocationLedger', () => {
    throw new Error('A connection string needs no credential.');
  });
  const entities = tableEntities(table);
  const count = async (prefix: string): Promise<number> => {
    let found = 0;
    for await (const _ of entities.list(`PartitionKey ge '${prefix}' and PartitionKey lt '${prefix}g'`))
      found++;
    return found;
  };
  // One partition of 256, since each page of a list is one pass through the table.
  const perRequest = (256 * ((await count('request-7f')) + (await count('revocation-7f')))) / done;
  console.log(
    `            ledger: about ${perRequest.toFixed(2)} entries for each alert, ${String(await count('revoked-'))} users, ` +
      `${String(await count('expires-'))} notes of expiry`,
  );
}

/** The growth from the end of the warm-up to the end, and by how much the second half grew more than the first. */
function printGrowth(footprints: readonly Footprint[]): void {
  const [first, middle, last] = [
    footprints[0],
    footprints[Math.floor(footprints.length / 2)],
    footprints.at(-1),
  ];
  if (!first || !middle || !last) return;
  const used = ({ heapBytes, bufferBytes }: Footprint): number => heapBytes + bufferBytes;
  const grown = (of: (footprint: Footprint) => number): string =>
    `${inMegabytes(of(middle) - of(first))} MB, then ${inMegabytes(of(last) - of(middle))} MB`;
  console.log(
    `grown in the first half and in the second: heap and buffers ${grown(used)} (aim of the second: below 5); ` +
      `resident ${grown(({ residentBytes }) => residentBytes)}; ` +
      `sockets ${String(last.sockets - first.sockets)} and handles ${String(last.handles - first.handles)} in all, aim 0`,
  );
}

void main();
