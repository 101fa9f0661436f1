import { loadavg } from 'node:os';
import { ServiceBusClient } from '@azure/service-bus';
import { startLocalStack } from '../../local/local-stack';
import { containmentSteps } from '../../shared/core/containment-step';
import { containedMembers, fillTenant } from './contained-accounts';
import type { ContainedLine, ContainedTimes, UserTimes } from './contained-line';
import { takeOutcomeTimes, timeUsers } from './contained-line';
import { delayProxy } from './delay-proxy';
import { projectFolder } from './setting';
import { percentile, spreadOf } from './statistics';
import { tableServer } from './table-server';
import { startPath } from './throughput';

/** In ms, for a round trip. */
const LATENCY = { table: 8, graph: 50, serviceBus: 10 };
const WARM_UP = 16;
const IN_TURN = 32;
const AT_ONCE = 32;
const TOPIC = 'revocation-results';

/** What is done beside a revocation, by the name of the queue. */
const kinds = { plain: [], disableSignIn: ['disableSignIn'], allSteps: containmentSteps } as const;

interface Round {
  readonly inTurn: ContainedTimes;
  readonly atOnce: ContainedTimes;
}

/** Prints the time from a request to its revocations and its outcome, without steps and with them. */
export async function printContainedLatency(rounds: number): Promise<void> {
  const names = Object.keys(kinds);
  const perKind = WARM_UP + rounds * (IN_TURN + AT_ONCE);
  const users = containedMembers(perKind * names.length);
  const queues = Object.fromEntries([...names, 'revocation-rejected'].map((name) => [name, {}]));
  const topology = { queues, topics: { [TOPIC]: { subscriptions: { bench: {} } } } };
  const stack = await startLocalStack({
    projectFolder,
    users,
    topology,
    graphLatencyMs: () => LATENCY.graph,
  });
  const raisedAt = new Date();
  fillTenant(stack.tenant, users, raisedAt);
  const tables = await tableServer(LATENCY.table);
  const proxy = await delayProxy(stack.broker.port, LATENCY.serviceBus / 2);
  const direct = stack.broker.connectionString;
  const delayed = direct.replace(/localhost:\d+/, `localhost:${String(proxy.port)}`);
  const [sending, receiving] = [new ServiceBusClient(delayed), new ServiceBusClient(direct)];
  const outcomes = takeOutcomeTimes(receiving, TOPIC);
  const storage = { ServiceBusConnection: delayed, LEDGER_STORAGE: tables.connectionString };
  const lines: ContainedLine[] = [];
  for (const [name, steps] of Object.entries(kinds)) {
    const policy = { brake: 'none', ...(steps.length > 0 && { containment: { steps } }) };
    const settings = { REVOCATION_POLICY: JSON.stringify(policy) };
    const contender = await startPath(
      { name, settings, bodyOf: () => ({}) },
      { ...stack.environment, ...storage },
    );
    lines.push({ tenant: stack.tenant, sender: sending.createSender(name), contender, outcomes, raisedAt });
  }
  const usersOf = (line: number, from: number, count: number) =>
    users.slice(line * perKind + from, line * perKind + from + count);
  for (const [n, line] of lines.entries()) await timeUsers(line, usersOf(n, 0, WARM_UP), WARM_UP);
  console.log(`latencies in ms: ${JSON.stringify(LATENCY)}`);
  const measured: Round[][] = [];
  for (let round = 0; round < rounds; round++) {
    const from = WARM_UP + round * (IN_TURN + AT_ONCE);
    const row: Round[] = [];
    for (const [n, line] of lines.entries()) {
      const inTurn = await timeUsers(line, usersOf(n, from, IN_TURN), 1);
      row.push({ inTurn, atOnce: await timeUsers(line, usersOf(n, from + IN_TURN, AT_ONCE), AT_ONCE) });
    }
    measured.push(row);
    console.log(`round ${String(round + 1)}; load of the machine ${loadavg()[0]?.toFixed(1) ?? ''}`);
  }
  for (const how of ['inTurn', 'atOnce'] as const)
    print(how === 'inTurn' ? 'one after the other' : `${String(AT_ONCE)} at once`, names, (kind) =>
      measured.flatMap((row) => row[kind]?.[how] ?? []),
    );
  for (const { contender } of lines) await contender.stop();
  await Promise.all([sending.close(), receiving.close()]);
  await Promise.all([proxy.stop(), tables.stop(), stack.stop()]);
}

/** Ratios are taken within a round. */
function print(
  title: string,
  names: readonly string[],
  roundsOf: (kind: number) => readonly ContainedTimes[],
): void {
  const of = (kind: number, figure: keyof UserTimes, percent: number): readonly number[] =>
    roundsOf(kind).map(({ users }) =>
      percentile(
        users.map((user) => user[figure]),
        percent,
      ),
    );
  const write = (cells: readonly string[]): void =>
    console.log(cells.map((cell, n) => cell.padEnd(n === 0 ? 16 : 25)).join(''));
  console.log(`\n${title}; median (least to greatest) of the rounds, ms from the send of the request`);
  const headers = ['revoked, p95', 'revoked last, p95', 'outcome, p50', 'outcome, p95', 'ratio of p95'];
  write(['', ...headers, 'Graph calls a user', 'CPU ms a user']);
  for (const [kind, name] of names.entries()) {
    const plain = of(0, 'outcome', 95);
    write([
      name,
      spreadOf(of(kind, 'revoked', 95), 0),
      spreadOf(of(kind, 'revokedAgain', 95), 0),
      spreadOf(of(kind, 'outcome', 50), 0),
      spreadOf(of(kind, 'outcome', 95), 0),
      spreadOf(
        of(kind, 'outcome', 95).map((ms, round) => ms / (plain[round] ?? Number.NaN)),
        2,
      ),
      spreadOf(
        roundsOf(kind).map(({ callsPerUser }) => callsPerUser),
        2,
      ),
      spreadOf(
        roundsOf(kind).map(({ connections }) => connections),
        0,
      ),
      spreadOf(
        roundsOf(kind).map(({ cpuMsPerUser }) => cpuMsPerUser),
        1,
      ),
    ]);
  }
}
