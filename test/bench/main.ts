import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusSender } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../local/local-stack';
import { startLocalStack } from '../local/local-stack';
import type { Contender } from './contender';
import { startContender } from './contender';
import { median, percentile } from './statistics';

// What `npm run bench` runs: the app, a bare loop of the same SDKs, and that loop as a function app, in turn, on
// the same stack.

const projectFolder = join(__dirname, '../../..');
const USERS = 500;
const WARM_UP = 2000;
const REQUESTS = 1500;
const LONE_REQUESTS = 60;
const ROUNDS = 10;
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
  const queues = { app: {}, 'bare-loop': {}, 'bare-function': {}, 'revocation-rejected': {} };
  const topics = { 'revocation-results': { subscriptions: { bench: {} } } };
  const stack = await startLocalStack({ projectFolder, users, topology: { queues, topics } });
  // A connection of its own for sending: beside a receiver's traffic on the same one, a small write can wait
  // 40 ms for an acknowledgement that is being delayed (RFC 896 and RFC 1122, section 4.2.3.2).
  const client = new ServiceBusClient(stack.broker.connectionString);
  const receiving = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = countArrivals(receiving);
  const contenders = await startContenders(stack);
  for (const contender of contenders) {
    await drain(client.createSender(contender.name), arrivals, WARM_UP, `warm-${contender.name}`);
  }
  const rounds: Round[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    // In turn, and in turned order every other time, so that a machine whose speed drifts treats all alike.
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    const measured: Round = new Map();
    for (const contender of order) {
      measured.set(contender.name, await measure({ stack, client, arrivals, contender, round }));
    }
    rounds.push(measured);
    print(round, measured);
  }
  summarize(rounds);
  for (const contender of contenders) await contender.stop();
  await Promise.all([client.close(), receiving.close()]);
  await stack.stop();
}

const APP = 'app';
const BARE_LOOP = 'bare-loop';
const BARE_FUNCTION = 'bare-function';

type Round = Map<string, Measured>;

async function startContenders({ environment }: LocalStack): Promise<Contender[]> {
  const hostJson = readFileSync(join(projectFolder, 'host.json'), 'utf8');
  const { maxConcurrentCalls } = (JSON.parse(hostJson) as HostJson).extensions.serviceBus;
  const host = join(projectFolder, 'build/test/local/host/main.js');
  const bareApp = mkdtempSync(join(tmpdir(), 'bare-app-'));
  const main = relative(bareApp, join(__dirname, 'bare-function.js'));
  writeFileSync(join(bareApp, 'package.json'), JSON.stringify({ main }));
  writeFileSync(join(bareApp, 'host.json'), hostJson);
  const concurrency = { MAX_CONCURRENT_CALLS: String(maxConcurrentCalls) };
  return [
    await startContender({ name: APP, module: host, args: [projectFolder], environment }),
    await startContender({ name: BARE_FUNCTION, module: host, args: [bareApp], environment }),
    await startContender({
      name: BARE_LOOP,
      module: join(__dirname, 'bare-loop.js'),
      environment: { ...environment, ...concurrency },
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

async function measure(turn: {
  readonly stack: LocalStack;
  readonly client: ServiceBusClient;
  readonly arrivals: { readonly count: () => number };
  readonly contender: Contender;
  readonly round: number;
}): Promise<Measured> {
  const { stack, client, arrivals, contender, round } = turn;
  const sender = client.createSender(contender.name);
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

function print(round: number, measured: Round): void {
  console.log(`round ${String(round)}`);
  for (const name of [APP, BARE_FUNCTION, BARE_LOOP]) {
    const one = measured.get(name);
    if (!one) continue;
    const cpu = one.cpuMsPerRequest === undefined ? '' : `, ${one.cpuMsPerRequest.toFixed(2)} ms CPU each`;
    const [middle, late] = [median(one.msToRevoke), percentile(one.msToRevoke, 95)];
    console.log(
      `  ${name.padEnd(13)} ${one.perSecond.toFixed(0).padStart(5)} requests/s${cpu}; send to revocation ${middle.toFixed(1)} ms median, ${late.toFixed(1)} ms p95`,
    );
  }
}

/** The ratios, each taken within a round, since only what was measured side by side can be compared. */
function summarize(rounds: readonly Round[]): void {
  const ratio = (figure: (one: Measured) => number, name: string, to: string): string => {
    const ratios = rounds.flatMap((round) => {
      const [one, other] = [round.get(name), round.get(to)];
      return one && other ? [figure(one) / figure(other)] : [];
    });
    return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
  };
  const throughput = (one: Measured): number => one.perSecond;
  const toRevoke = (one: Measured): number => median(one.msToRevoke);
  console.log(`
ratios of ${String(rounds.length)} rounds, median (least to greatest)
  app to bare loop       throughput ${ratio(throughput, APP, BARE_LOOP)}, aim at least 0.80; time to revoke ${ratio(toRevoke, APP, BARE_LOOP)}, aim at most 1.25
  app to bare function   throughput ${ratio(throughput, APP, BARE_FUNCTION)}; time to revoke ${ratio(toRevoke, APP, BARE_FUNCTION)}
  bare function to loop  throughput ${ratio(throughput, BARE_FUNCTION, BARE_LOOP)}; time to revoke ${ratio(toRevoke, BARE_FUNCTION, BARE_LOOP)}`);
}

void main();
