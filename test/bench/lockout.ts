import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Quota } from '../../local/tenant/quota';
import { documentedWrites } from '../../local/tenant/quota';
import { takeOutcomes } from './arrivals';
import type { Contender } from './contender';
import { startContender } from './contender';
import { maxConcurrentCalls, membersOf, packagedApp, projectFolder } from './setting';

// What `npm run bench:lockout` runs: a mass compromise. Ten times as many users as Graph's bucket of writes has room
// for are on the queue; how close to the quota's own minimum are they revoked, and how many calls are wasted?

/** Everything that the quota says of time is divided by this, so that a run takes minutes. */
const FASTER = 10;
const BUCKETFULS = 10;
const RETRY_AFTER_MS = 10_000;
const MAY_TAKE_MS = 600_000;

const quota: Quota = {
  calls: documentedWrites.calls,
  windowMs: documentedWrites.windowMs / FASTER,
  retryAfterMs: RETRY_AFTER_MS / FASTER,
};
const users = quota.calls * BUCKETFULS;
/** A full bucket at once, and the rest as it flows in. */
const fastestMs = ((users - quota.calls) * quota.windowMs) / quota.calls;

interface Run {
  readonly ms: number;
  readonly refused: number;
  readonly lost: number;
  readonly twice: number;
}

async function main(): Promise<void> {
  console.log(`${String(users)} users; a bucket of ${String(quota.calls)} writes that fills in ${seconds(quota.windowMs)} s, and a
Retry-After of ${seconds(quota.retryAfterMs)} s: Graph's documented ${String(documentedWrites.calls)} in ${seconds(documentedWrites.windowMs)} s, ${String(FASTER)} times faster.
The least that the quota allows is ${seconds(fastestMs)} s. Ledger in memory: the emulator of table storage is slower than this quota.
`);
  for (const instances of [1, 3]) {
    print('app', instances, await run(instances, app));
    print('plain loop', instances, await run(instances, plainLoop));
  }
}

async function run(
  instances: number,
  start: (stack: LocalStack, instance: number) => Promise<Contender>,
): Promise<Run> {
  const topology = {
    queues: { lockout: { lockDurationMs: 60_000 }, 'revocation-rejected': {} },
    topics: { 'revocation-results': { subscriptions: { bench: {} } } },
  };
  const stack = await startLocalStack({
    projectFolder,
    users: membersOf(users),
    topology,
    quotas: { writes: quota },
  });
  const client = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = takeOutcomes(client);
  await fill(client);
  const contenders = await Promise.all(
    Array.from({ length: instances }, (_, instance) => start(stack, instance)),
  );
  const startedAt = performance.now();
  while (arrivals.different() < users && performance.now() - startedAt < MAY_TAKE_MS) await sleep(50);
  const { revocations } = stack.tenant.directory;
  const ended: Run = {
    ms: (revocations.at(-1)?.atMs ?? 0) - (revocations[0]?.atMs ?? 0),
    refused: stack.tenant.quotas.refused,
    lost: users - arrivals.different(),
    twice: revocations.length - new Set(revocations.map(({ userId }) => userId)).size,
  };
  for (const contender of contenders) await contender.stop();
  await client.close();
  await stack.stop();
  return ended;
}

const app = ({ environment }: LocalStack, instance: number): Promise<Contender> =>
  startContender({
    name: `app ${String(instance)}`,
    module: join(projectFolder, 'build/local/host/main.js'),
    args: [packagedApp],
    environment: { ...environment, LEDGER_STORAGE: 'memory', REVOCATION_QUEUE: 'lockout' },
  });

/** The same work in the straightest loop: each request that is refused waits for Retry-After, and tries again. */
const plainLoop = ({ environment }: LocalStack, instance: number): Promise<Contender> =>
  startContender({
    name: `loop ${String(instance)}`,
    module: join(__dirname, 'bare-loop.js'),
    environment: {
      ...environment,
      REVOCATION_QUEUE: 'lockout',
      MAX_CONCURRENT_CALLS: String(maxConcurrentCalls()),
    },
  });

async function fill(client: ServiceBusClient): Promise<void> {
  const sender = client.createSender('lockout');
  for (let sent = 0; sent < users; sent += 500) {
    await sender.sendMessages(
      Array.from({ length: 500 }, (_, n) => ({
        messageId: `lockout-${String(sent + n)}`,
        body: Buffer.from(JSON.stringify({ user: `user${String(sent + n)}@contoso.com` })),
      })),
    );
  }
  await sender.close();
}

function print(name: string, instances: number, { ms, refused, lost, twice }: Run): void {
  const aims = name === 'app' ? ' (aims: 1.10, 2 %, 0)' : '';
  console.log(
    `${name.padEnd(10)} x ${String(instances)}: ${seconds(ms)} s to the last revocation, ${(ms / fastestMs).toFixed(3)} of the least; ` +
      `${String(refused)} calls refused, ${((100 * refused) / users).toFixed(2)} %; ${String(lost)} lost, ${String(twice)} revoked twice${aims}`,
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

void main();
