import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { ServiceBusSender } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Arrivals } from './arrivals';
import { takeOutcomes } from './arrivals';
import type { Contender } from './contender';
import { startContender } from './contender';
import { APP_WITH_SHAREPOINT, laterWithSharePoint, startAppWithSharePoint } from './beside-sharepoint';
import type { Load } from './drain';
import { drain, request } from './drain';
import type { Watched } from './lone-request';
import { loneRequest } from './lone-request';
import { maxConcurrentCalls, membersOf, packagedApp, projectFolder } from './setting';
import { median, percentile } from './statistics';

// What `npm run bench` runs: the app with its ledger in memory and on table storage, a bare loop of the same SDKs,
// and that loop as a function app, in turn, on the same stack; and the app with SharePoint beside that without.

const USERS = 500;
const WARM_UP = 2000;
/** Fewer than SharePoint's quota lets the app call in a minute. */
const WARM_UP_WITH_SHAREPOINT = 500;
const REQUESTS = 1500;
/** The emulator of table storage does some hundred operations a second, so the app on it gets less to do. */
const ON_TABLES = 5;
const LONE_REQUESTS = 60;
const ROUNDS = 10;

interface Measured {
  readonly perSecond: number;
  readonly cpuMsPerRequest: number | undefined;
  readonly msToRevoke: readonly number[];
}

async function main(): Promise<void> {
  const queues = {
    app: {},
    'app-on-tables': {},
    [APP_WITH_SHAREPOINT]: {},
    'bare-loop': {},
    'bare-function': {},
    'revocation-rejected': {},
  };
  const topics = { 'revocation-results': { subscriptions: { bench: {} } } };
  const stack = await startLocalStack({
    projectFolder,
    users: membersOf(USERS),
    topology: { queues, topics },
  });
  // A connection of its own for sending: beside a receiver's traffic on the same one, a small write can wait
  // 40 ms for an acknowledgement that is being delayed (RFC 896 and RFC 1122, section 4.2.3.2).
  const client = new ServiceBusClient(stack.broker.connectionString);
  const receiving = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = takeOutcomes(receiving);
  const contenders = await startContenders(stack);
  const withSharePoint = await startAppWithSharePoint(stack);
  for (const contender of contenders) {
    await drain(
      client.createSender(contender.name),
      arrivals,
      loadOf(share(WARM_UP, contender), `warm-${contender.name}`),
    );
  }
  const rounds: Round[] = [];
  const laterMs: number[] = [];
  await drain(
    client.createSender(APP_WITH_SHAREPOINT),
    arrivals,
    loadOf(WARM_UP_WITH_SHAREPOINT, 'warm-with-sharepoint'),
  );
  for (let round = 1; round <= ROUNDS; round++) {
    // In turn, and in turned order every other time, so that a machine whose speed drifts treats all alike.
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    const measured: Round = new Map();
    for (const contender of order) {
      measured.set(contender.name, await measure({ stack, client, arrivals, contender, round }));
    }
    rounds.push(measured);
    laterMs.push(await laterWithSharePoint({ stack, arrivals }, client, { app: APP, users: USERS, round }));
    print(round, measured);
  }
  summarize(rounds);
  console.log(
    `  with SharePoint        Graph's call comes ${median(laterMs).toFixed(2)} ms later (${Math.min(...laterMs).toFixed(2)} to ${Math.max(...laterMs).toFixed(2)}), aim at most 1`,
  );
  await withSharePoint.stop();
  for (const contender of contenders) await contender.stop();
  await Promise.all([client.close(), receiving.close()]);
  await stack.stop();
}

const APP = 'app';
const APP_ON_TABLES = 'app-on-tables';
const BARE_LOOP = 'bare-loop';
const BARE_FUNCTION = 'bare-function';

type Round = Map<string, Measured>;

async function startContenders({ environment }: LocalStack): Promise<Contender[]> {
  const hostJson = readFileSync(join(projectFolder, 'host.json'), 'utf8');
  const host = join(projectFolder, 'build/local/host/main.js');
  const bareApp = mkdtempSync(join(tmpdir(), 'bare-app-'));
  const main = relative(bareApp, join(__dirname, 'bare-function.js'));
  writeFileSync(join(bareApp, 'package.json'), JSON.stringify({ main }));
  writeFileSync(join(bareApp, 'host.json'), hostJson);
  const concurrency = { MAX_CONCURRENT_CALLS: String(maxConcurrentCalls()) };
  return [
    await startContender({
      name: APP,
      module: host,
      args: [packagedApp],
      environment: { ...environment, LEDGER_STORAGE: 'memory' },
    }),
    await startContender({ name: APP_ON_TABLES, module: host, args: [packagedApp], environment }),
    await startContender({ name: BARE_FUNCTION, module: host, args: [bareApp], environment }),
    await startContender({
      name: BARE_LOOP,
      module: join(__dirname, 'bare-loop.js'),
      environment: { ...environment, ...concurrency },
    }),
  ];
}

function share(requests: number, { name }: Contender): number {
  return name === APP_ON_TABLES ? requests / ON_TABLES : requests;
}

const loadOf = (requests: number, idPrefix: string): Load => ({ requests, users: USERS, idPrefix });

async function measure(turn: {
  readonly stack: LocalStack;
  readonly client: ServiceBusClient;
  readonly arrivals: Arrivals;
  readonly contender: Contender;
  readonly round: number;
}): Promise<Measured> {
  const { stack, client, arrivals, contender, round } = turn;
  const sender = client.createSender(contender.name);
  const requests = share(REQUESTS, contender);
  const cpuBefore = contender.cpuMs();
  const ms = await drain(sender, arrivals, loadOf(requests, `${contender.name}-${String(round)}`));
  const cpuAfter = contender.cpuMs();
  const msToRevoke = await loneRequests(
    { stack, arrivals },
    sender,
    `${contender.name}-lone-${String(round)}`,
  );
  await sender.close();
  return {
    perSecond: (requests / ms) * 1000,
    cpuMsPerRequest:
      cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / requests,
    msToRevoke,
  };
}

/** Sends one request at a time. Returns the ms from each send to the revocation in the tenant. */
async function loneRequests(watched: Watched, sender: ServiceBusSender, idPrefix: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < LONE_REQUESTS; n++) {
    times.push(await loneRequest(watched, sender, request({ users: USERS, idPrefix }, n)));
  }
  return times;
}

function print(round: number, measured: Round): void {
  console.log(`round ${String(round)}`);
  for (const name of [APP, APP_ON_TABLES, BARE_FUNCTION, BARE_LOOP]) {
    const one = measured.get(name);
    if (!one) continue;
    const cpu = one.cpuMsPerRequest === undefined ? '' : `, ${one.cpuMsPerRequest.toFixed(2)} ms CPU each`;
    const [middle, late] = [median(one.msToRevoke), percentile(one.msToRevoke, 95)];
    console.log(
      `  ${name.padEnd(14)} ${one.perSecond.toFixed(0).padStart(5)} requests/s${cpu}; send to revocation ${middle.toFixed(1)} ms median, ${late.toFixed(1)} ms p95`,
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
  app to bare loop       throughput ${ratio(throughput, APP, BARE_LOOP)}, aim at least 0.75; time to revoke ${ratio(toRevoke, APP, BARE_LOOP)}, aim at most 1.25
  the same, on tables    throughput ${ratio(throughput, APP_ON_TABLES, BARE_LOOP)}; time to revoke ${ratio(toRevoke, APP_ON_TABLES, BARE_LOOP)}
  app to bare function   throughput ${ratio(throughput, APP, BARE_FUNCTION)}; time to revoke ${ratio(toRevoke, APP, BARE_FUNCTION)}
  bare function to loop  throughput ${ratio(throughput, BARE_FUNCTION, BARE_LOOP)}; time to revoke ${ratio(toRevoke, BARE_FUNCTION, BARE_LOOP)}`);
}

void main();
