import { loadavg } from 'node:os';
import { ServiceBusClient } from '@azure/service-bus';
import { startLocalStack } from '../../local/local-stack';
import { takeOutcomes } from './arrivals';
import { APP_WITH_SHAREPOINT, laterWithSharePoint, startAppWithSharePoint } from './beside-sharepoint';
import type { Contender } from './contender';
import { groupsOfPaths, plain } from './paths';
import { membersOf, projectFolder } from './setting';
import { startStandIns } from './start-stand-ins';
import { spreadOf } from './statistics';
import type { Throughput } from './throughput';
import { APP, printThroughput, startPath, throughputOf, throughputPaths } from './throughput';
import { timedLine } from './timed-load';

// What `npm run bench` runs: the app on each of its paths with its ledger in memory, and on tables in memory that answer at
// once; a bare loop of the same SDKs, and that loop as a function app; in turn, on the same stack.

const USERS = 4000;
const WARM_UP = 1500;
/** Fewer than SharePoint's quota lets the app call in a minute. */
const WARM_UP_WITH_SHAREPOINT = 500;
const REQUESTS = 1500;
const ALONE = 60;
const ROUNDS = 7;

const aims: Readonly<Record<string, string>> = {
  [APP]: 'throughput 0.8, CPU 1.3',
  'app-on-tables': 'throughput 0.5',
};

async function main(): Promise<void> {
  const names = throughputPaths({ tables: '', telemetry: '' }).map(({ name }) => name);
  const queues = [...names, APP_WITH_SHAREPOINT, 'revocation-rejected'].map((name) => [name, {}] as const);
  const stack = await startLocalStack({
    projectFolder,
    users: membersOf(USERS),
    topology: {
      queues: Object.fromEntries(queues),
      topics: { 'revocation-results': { subscriptions: { bench: {} } } },
    },
  });
  stack.tenant.directory.groups.push(...groupsOfPaths);
  const standIns = await startStandIns(stack.certificate);
  const paths = throughputPaths(standIns);
  // A connection of its own for sending: beside a receiver's traffic on the same one, a small write can wait
  // 40 ms for an acknowledgement that is being delayed (RFC 896 and RFC 1122, section 4.2.3.2).
  const client = new ServiceBusClient(stack.broker.connectionString);
  const receiving = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = takeOutcomes(receiving);
  const lineOf = (name: string, bodyOf: (user: string, n: number) => unknown) =>
    timedLine({ stack, arrivals, sender: client.createSender(name), bodyOf }, USERS);
  const measured: { readonly contender: Contender; readonly line: ReturnType<typeof timedLine> }[] = [];
  for (const path of paths) {
    const contender = await startPath(path, stack.environment);
    measured.push({ contender, line: lineOf(path.name, path.bodyOf) });
  }
  const withSharePoint = await startAppWithSharePoint(stack);
  for (const { line } of measured) await line.atOnce(WARM_UP);
  await lineOf(APP_WITH_SHAREPOINT, plain).atOnce(WARM_UP_WITH_SHAREPOINT);
  const rounds: Throughput[][] = [];
  const laterMs: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const figures = new Map<(typeof measured)[number], Throughput>();
    // In turn, and in turned order every other time, so that a machine whose speed drifts treats all alike.
    for (const one of round % 2 === 0 ? measured : measured.toReversed()) {
      figures.set(one, await throughputOf(one.line, one.contender, { requests: REQUESTS, alone: ALONE }));
    }
    rounds.push(measured.flatMap((one) => figures.get(one) ?? []));
    laterMs.push(await laterWithSharePoint({ stack, arrivals }, client, { app: APP, users: USERS, round }));
    console.log(
      `round ${String(round)} of ${String(ROUNDS)}; load of the machine ${(loadavg()[0] ?? 0).toFixed(1)}`,
    );
  }
  printThroughput(paths, rounds, aims);
  console.log(`with SharePoint, Graph's call comes ${spreadOf(laterMs, 2)} ms later; aim at most 1`);
  await Promise.all([withSharePoint, ...measured.map(({ contender }) => contender)].map((one) => one.stop()));
  await Promise.all([client.close(), receiving.close(), standIns.stop()]);
  await stack.stop();
}

void main();
