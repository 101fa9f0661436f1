import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusSender } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../local/local-stack';
import { startLocalStack } from '../local/local-stack';
import type { Contender } from './contender';
import { startContender } from './contender';
import { median, percentile } from './statistics';

// What `npm run bench` runs: the app against a bare loop of the same SDKs, in turn, on the same stack.

const projectFolder = join(__dirname, '../../..');
const USERS = 500;
const WARM_UP = 300;
const REQUESTS = 3000;
const LONE_REQUESTS = 150;
const ROUNDS = 3;
const MAY_TAKE_MS = 60_000;

interface HostJson {
  readonly extensions: { readonly serviceBus: { readonly maxConcurrentCalls: number } };
}

interface Measured {
  readonly perSecond: number;
  readonly cpuMsPerRequest: number | undefined;
  readonly msToRevoke: readonly number[];
}

async function main(): Promise<void> {
  const users = Array.from({ length: USERS }, (_, n) => ({
    id: `0a1b8f6e-3c52-4f0e-8a41-${n.toString(16).padStart(12, '0')}`,
    userPrincipalName: `user${String(n)}@contoso.com`,
  }));
  const queues = { 'requests-app': {}, 'requests-bare': {}, 'revocation-rejected': {} };
  const topics = { 'revocation-results': { subscriptions: { bench: {} } } };
  const stack = await startLocalStack({ projectFolder, users, topology: { queues, topics } });
  const client = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = countArrivals(client);
  const contenders = await startContenders(stack);
  const [app, bare] = contenders;
  const rounds: { readonly app: Measured; readonly bare: Measured }[] = [];
  for (const contender of contenders)
    await drain(client.createSender(contender.queue), arrivals, WARM_UP, `warm-${contender.name}`);
  for (let round = 1; round <= ROUNDS; round++) {
    // In turn, so that a machine whose speed drifts treats both alike.
    const one = await measure(stack, client, arrivals, app, round);
    const other = await measure(stack, client, arrivals, bare, round);
    rounds.push({ app: one, bare: other });
    print(round, one, other);
  }
  summarize(rounds);
  for (const contender of contenders) await contender.stop();
  await client.close();
  await stack.stop();
}

async function startContenders({ environment }: LocalStack): Promise<[Contender, Contender]> {
  const hostJson = JSON.parse(readFileSync(join(projectFolder, 'host.json'), 'utf8')) as HostJson;
  const { maxConcurrentCalls } = hostJson.extensions.serviceBus;
  return [
    await startContender({
      name: 'app',
      queue: 'requests-app',
      module: join(projectFolder, 'build/test/local/host/main.js'),
      args: [projectFolder],
      environment,
    }),
    await startContender({
      name: 'bare loop',
      queue: 'requests-bare',
      module: join(__dirname, 'bare-loop.js'),
      environment: { ...environment, MAX_CONCURRENT_CALLS: String(maxConcurrentCalls) },
    }),
  ];
}

/** Counts outcomes as they arrive on the topic. */
function countArrivals(client: ServiceBusClient): { readonly count: () => number } {
  let count = 0;
  const receiver = client.createReceiver('revocation-results', 'bench', {
    receiveMode: 'receiveAndDelete',
    skipParsingBodyAsJson: true,
  });
  receiver.subscribe(
    {
      processMessage: () => {
        count++;
        return Promise.resolve();
      },
      processError: ({ error }) => Promise.reject(error),
    },
    { maxConcurrentCalls: 100 },
  );
  return { count: () => count };
}

async function measure(
  stack: LocalStack,
  client: ServiceBusClient,
  arrivals: { readonly count: () => number },
  ...[contender, round]: [Contender, number]
): Promise<Measured> {
  const sender = client.createSender(contender.queue);
  const cpuBefore = contender.cpuMs();
  const ms = await drain(sender, arrivals, REQUESTS, `${contender.name}-${String(round)}`);
  const cpuAfter = contender.cpuMs();
  const msToRevoke = await loneRequests(stack, sender, arrivals, `${contender.name}-lone-${String(round)}`);
  await sender.close();
  return {
    perSecond: (REQUESTS / ms) * 1000,
    cpuMsPerRequest:
      cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / REQUESTS,
    msToRevoke,
  };
}

/** Sends so many requests at once. Returns the ms from the first send to the last outcome on the topic. */
async function drain(
  sender: ServiceBusSender,
  arrivals: { readonly count: () => number },
  requests: number,
  idPrefix: string,
): Promise<number> {
  const goal = arrivals.count() + requests;
  const startedAt = performance.now();
  for (let sent = 0; sent < requests; sent += 100) {
    await sender.sendMessages(Array.from({ length: 100 }, (_, n) => request(idPrefix, sent + n)));
  }
  while (arrivals.count() < goal) {
    if (performance.now() - startedAt > MAY_TAKE_MS) throw new Error(`${idPrefix}: not all outcomes came.`);
    await sleep(2);
  }
  return performance.now() - startedAt;
}

/** Sends one request at a time. Returns the ms from each send to the revocation in the tenant. */
async function loneRequests(
  { tenant }: LocalStack,
  sender: ServiceBusSender,
  arrivals: { readonly count: () => number },
  idPrefix: string,
): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < LONE_REQUESTS; n++) {
    const goal = arrivals.count() + 1;
    const revocations = tenant.directory.revocations.length;
    const startedAt = performance.now();
    await sender.sendMessages(request(idPrefix, n));
    while (arrivals.count() < goal) await sleep(1);
    const revokedAt = tenant.directory.revocations[revocations]?.atMs ?? Number.NaN;
    times.push(revokedAt - startedAt);
  }
  return times;
}

function request(idPrefix: string, n: number): { readonly body: Buffer; readonly messageId: string } {
  const body = Buffer.from(JSON.stringify({ user: `user${String(n % USERS)}@contoso.com`, reason: 'Bench' }));
  return { body, messageId: `${idPrefix}-${String(n)}` };
}

function print(round: number, app: Measured, bare: Measured): void {
  const cpu = (one: Measured): string =>
    one.cpuMsPerRequest === undefined ? '' : `, ${one.cpuMsPerRequest.toFixed(2)} ms CPU each`;
  const line = (name: string, one: Measured): void =>
    console.log(
      `  ${name.padEnd(10)} ${one.perSecond.toFixed(0).padStart(5)} requests/s${cpu(one)}; send to revocation ${median(one.msToRevoke).toFixed(1)} ms median, ${percentile(one.msToRevoke, 95).toFixed(1)} ms p95`,
    );
  console.log(`round ${String(round)}`);
  line('app', app);
  line('bare loop', bare);
}

function summarize(rounds: readonly { readonly app: Measured; readonly bare: Measured }[]): void {
  const throughput = median(rounds.map(({ app, bare }) => app.perSecond / bare.perSecond));
  const toRevoke = median(rounds.map(({ app, bare }) => median(app.msToRevoke) / median(bare.msToRevoke)));
  console.log(`
app / bare loop, median of ${String(ROUNDS)} paired rounds
  throughput       ${throughput.toFixed(2)}  (aim: at least 0.80)
  time to revoke   ${toRevoke.toFixed(2)}  (aim: at most 1.25)`);
}

void main();
