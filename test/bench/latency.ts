import { loadavg } from 'node:os';
import { ServiceBusClient } from '@azure/service-bus';
import { startLocalStack } from '../../local/local-stack';
import { takeOutcomes } from './arrivals';
import type { Contender } from './contender';
import { startPath } from './throughput';
import { delayProxy } from './delay-proxy';
import { BARE_LOOP, groupsOfPaths, latencyPaths } from './paths';
import { membersOf, projectFolder } from './setting';
import { median, spreadOf } from './statistics';
import { tableServer } from './table-server';
import { timedLine } from './timed-load';

// What `npm run bench:latency` runs: the packaged app, on each of its paths, and a bare loop of the same three calls of
// Graph, in turn, behind the latencies of Azure: how long is it from the send of a request to the revocation? `-- 1` makes
// one round in place of five.

/** In ms, for a round trip. */
const LATENCY = { table: 8, graphRead: 60, graphRevoke: 150, serviceBus: 10 };
const ROUNDS = Number(process.argv[2] ?? 5);
const WARM_UP = 40;
const ALONE = 8;
const AT_HALF_LOAD = 50;
const AT_FULL_LOAD = 120;
/** Each path has users of its own: more than it names, or so many that those in hand at a time differ. */
const USERS = WARM_UP + ROUNDS * (ALONE + AT_HALF_LOAD + AT_FULL_LOAD);
const REPEATED_USERS = 200;

interface Measured {
  readonly alone: number;
  readonly atHalfLoad: number;
  readonly perSecond: number;
}

const paths = [BARE_LOOP, ...latencyPaths];
const aims: Readonly<Record<string, string>> = {
  plain: '1.05',
  'all-by-object-id': '1.15',
  'all-by-id-with-alert': '1.15',
};

async function main(): Promise<void> {
  const queues = Object.fromEntries(
    [...paths.map(({ name }) => name), 'revocation-rejected'].map((name) => [name, {}]),
  );
  const stack = await startLocalStack({
    projectFolder,
    users: membersOf(USERS * paths.length),
    topology: { queues, topics: { 'revocation-results': { subscriptions: { bench: {} } } } },
    graphLatencyMs: ({ url }) =>
      url.pathname.endsWith('/revokeSignInSessions') ? LATENCY.graphRevoke : LATENCY.graphRead,
  });
  stack.tenant.directory.groups.push(...groupsOfPaths);
  const tables = await tableServer(LATENCY.table);
  const proxy = await delayProxy(stack.broker.port, LATENCY.serviceBus / 2);
  const serviceBus = stack.broker.connectionString.replace(
    /localhost:\d+/,
    `localhost:${String(proxy.port)}`,
  );
  const environment = {
    ...stack.environment,
    ServiceBusConnection: serviceBus,
    LEDGER_STORAGE: tables.connectionString,
  };
  const [sending, receiving] = [
    new ServiceBusClient(serviceBus),
    new ServiceBusClient(stack.broker.connectionString),
  ];
  const arrivals = takeOutcomes(receiving);
  const contenders: Contender[] = [];
  for (const path of paths) contenders.push(await startPath(path, environment));
  const lines = paths.map(({ name, repeatsUsers, ...path }, n) =>
    timedLine(
      { stack, arrivals, sender: sending.createSender(name), firstUser: n * USERS, ...path },
      repeatsUsers ? REPEATED_USERS : USERS,
    ),
  );
  for (const [n, line] of lines.entries())
    await line.atOnce(paths[n]?.repeatsUsers ? REPEATED_USERS : WARM_UP);
  console.log(
    `latencies in ms: ${JSON.stringify(LATENCY)}; Graph alone takes ${String(LATENCY.graphRead + LATENCY.graphRevoke)}`,
  );
  const rounds: Measured[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const measured: Measured[] = [];
    for (const line of lines) measured.push(await measure(line));
    rounds.push(measured);
    console.log(`round ${String(round + 1)}; load of the machine ${loadavg()[0]?.toFixed(1) ?? ''}`);
  }
  print(rounds);
  for (const contender of contenders) await contender.stop();
  await Promise.all([sending.close(), receiving.close()]);
  await Promise.all([proxy.stop(), tables.stop(), stack.stop()]);
}

async function measure(line: ReturnType<typeof timedLine>): Promise<Measured> {
  const alone = median(await line.alone(ALONE));
  const perSecond = await line.atOnce(AT_FULL_LOAD);
  const atHalfLoad = median(await line.steadily(AT_HALF_LOAD, perSecond / 2));
  return { alone, atHalfLoad, perSecond };
}

/** Each ratio is taken within a round, since only what was measured side by side can be compared. */
function print(rounds: readonly (readonly Measured[])[]): void {
  const of = (figure: keyof Measured, n: number): number[] =>
    rounds.map((round) => round[n]?.[figure] ?? Number.NaN);
  const toBare = (figure: keyof Measured, n: number): number[] => {
    const bare = of(figure, 0);
    return of(figure, n).map((value, round) => value / (bare[round] ?? Number.NaN));
  };
  const write = (cells: readonly string[]): void =>
    console.log(cells.map((cell) => cell.padEnd(22)).join(''));
  console.log(
    `\nmedian (least to greatest) of ${String(rounds.length)} rounds; ratios to the bare loop within a round`,
  );
  write([
    '',
    'alone, ms to revoke',
    'ratio',
    'at half load, ms',
    'ratio',
    'at full load, per s',
    'ratio',
    'aim alone',
  ]);
  for (const [n, { name }] of paths.entries()) {
    write([
      name,
      spreadOf(of('alone', n), 0),
      spreadOf(toBare('alone', n), 2),
      spreadOf(of('atHalfLoad', n), 0),
      spreadOf(toBare('atHalfLoad', n), 2),
      spreadOf(of('perSecond', n), 0),
      spreadOf(toBare('perSecond', n), 2),
      aims[name] ?? '',
    ]);
  }
  const extra = of('alone', 0).map((ms) => ms - LATENCY.graphRead - LATENCY.graphRevoke);
  console.log(`The bare loop takes ${median(extra).toFixed(0)} ms more than Graph alone.`);
}

void main();
