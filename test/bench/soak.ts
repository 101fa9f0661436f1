import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { Footprint } from '../../local/host/main';
import { startLocalStack } from '../../local/local-stack';
import { takeOutcomes } from './arrivals';
import { startContender } from './contender';
import { drain } from './drain';
import { membersOf, packagedApp, projectFolder } from './setting';

// What `npm run bench:soak` runs: the app at full speed for so long that what it forgets to let go of shows.

const USERS = 500;
/** Fills what is bounded: the ledger in memory keeps 10,000 outcomes. */
const WARM_UP = 12_000;
const REQUESTS = 20_000;
const MEGABYTE = 1_000_000;
const QUEUE = 'soak';

async function main(): Promise<void> {
  const onTables = process.argv.includes('tables');
  const stack = await startLocalStack({
    projectFolder,
    users: membersOf(USERS),
    topology: {
      queues: { [QUEUE]: {}, 'revocation-rejected': {} },
      topics: { 'revocation-results': { subscriptions: { bench: {} } } },
    },
  });
  const client = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = takeOutcomes(client);
  const app = await startContender({
    name: QUEUE,
    module: join(projectFolder, 'build/local/host/main.js'),
    args: [packagedApp],
    environment: { ...stack.environment, ...(!onTables && { LEDGER_STORAGE: 'memory' }) },
  });
  const sender = client.createSender(QUEUE);
  console.log(
    `${String(REQUESTS)} requests after ${String(WARM_UP)} to warm up; ledger ${onTables ? 'on table storage' : 'in memory'}`,
  );
  await drain(sender, arrivals, { requests: WARM_UP, users: USERS, idPrefix: 'warm' });
  const before = await app.footprint();
  print('before', before);
  const ms = await drain(sender, arrivals, { requests: REQUESTS, users: USERS, idPrefix: 'soak' });
  const after = await app.footprint();
  print('after', after);
  const grown = (after.heapBytes + after.bufferBytes - before.heapBytes - before.bufferBytes) / MEGABYTE;
  console.log(
    `${((1000 * REQUESTS) / ms).toFixed(0)} requests/s; grown by ${grown.toFixed(1)} MB, aim below 20; ` +
      `sockets by ${String(after.sockets - before.sockets)}, aim 0`,
  );
  await app.stop();
  await client.close();
  await stack.stop();
}

function print(when: string, { heapBytes, bufferBytes, sockets }: Footprint): void {
  const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
  console.log(
    `${when.padEnd(6)} heap ${megabytes(heapBytes)} MB, buffers ${megabytes(bufferBytes)} MB, ${String(sockets)} sockets`,
  );
}

void main();
