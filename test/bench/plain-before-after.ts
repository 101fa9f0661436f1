import { join } from 'node:path';
import { loadavg } from 'node:os';
import { ServiceBusClient } from '@azure/service-bus';
import { startLocalStack } from '../../local/local-stack';
import { takeOutcomes } from './arrivals';
import { startContender } from './contender';
import { plain } from './paths';
import { membersOf, projectFolder } from './setting';
import { meanRatio, median, spreadOf } from './statistics';
import { tableServer } from './table-server';
import { timedLine } from './timed-load';

const WARM_UP = 300;
/** Few, so that a machine whose speed drifts is as fast for one of a pair as for the other. */
const REQUESTS = 100;
const ALONE = 5;

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly aloneMs: number;
  readonly calls: number;
}

/**
 * Prints what a plain revocation costs in this version and in another one, whose packaged project is in `otherFolder`: each in a
 * host of its own, by turns, so that a machine whose speed drifts treats both alike.
 */
export async function printPlain(otherFolder: string, rounds: number): Promise<void> {
  const folders = { before: otherFolder, after: projectFolder };
  const names = ['before', 'after'] as const;
  const users = WARM_UP + rounds * (REQUESTS + ALONE);
  const queues = Object.fromEntries([...names, 'revocation-rejected'].map((name) => [name, {}]));
  const topology = { queues, topics: { 'revocation-results': { subscriptions: { bench: {} } } } };
  const stack = await startLocalStack({ projectFolder, users: membersOf(users * 2), topology });
  const tables = await tableServer(0);
  const client = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = takeOutcomes(client);
  const environment = { ...stack.environment, LEDGER_STORAGE: tables.connectionString };
  const start = async (name: (typeof names)[number], n: number) => {
    const host = join(folders[name], 'build/local/host/main.js');
    const args = [join(folders[name], 'package/app')];
    const contender = await startContender({ name, module: host, args, environment });
    const sender = client.createSender(name);
    const line = timedLine({ stack, arrivals, sender, bodyOf: plain, firstUser: n * users }, users);
    await line.atOnce(WARM_UP);
    const measure = async (): Promise<Measured> => {
      const before = { cpuMs: contender.cpuMs() ?? Number.NaN, calls: stack.tenant.calls.length };
      const perSecond = await line.atOnce(REQUESTS);
      const cpuMs = ((contender.cpuMs() ?? Number.NaN) - before.cpuMs) / REQUESTS;
      const calls = (stack.tenant.calls.length - before.calls) / REQUESTS;
      return { perSecond, cpuMs, calls, aloneMs: median(await line.alone(ALONE)) };
    };
    return { contender, measure };
  };
  const [before, after] = [await start('before', 0), await start('after', 1)];
  const pairs: { readonly before: Measured; readonly after: Measured }[] = [];
  for (let round = 0; round < rounds; round++) {
    // Who is second finds a machine that is warm: they take turns in that as well.
    const [first, second] = round % 2 === 0 ? [before, after] : [after, before];
    const measured = [await first.measure(), await second.measure()] as const;
    const [one, other] = round % 2 === 0 ? measured : [measured[1], measured[0]];
    pairs.push({ before: one, after: other });
  }
  console.log(
    `\nplain, ${String(rounds)} pairs of ${String(REQUESTS)} requests at once and ${String(ALONE)} alone`,
  );
  print(pairs);
  for (const { contender } of [before, after]) await contender.stop();
  await client.close();
  await Promise.all([tables.stop(), stack.stop()]);
}

function print(pairs: readonly { readonly before: Measured; readonly after: Measured }[]): void {
  const write = (cells: readonly string[]): void =>
    console.log(cells.map((cell) => cell.padEnd(26)).join(''));
  write(['', 'before', 'after', 'mean ratio, 95 %', 'in all']);
  const row = (title: string, figure: keyof Measured, digits: number): void => {
    const [before, after] = [
      pairs.map((pair) => pair.before[figure]),
      pairs.map((pair) => pair.after[figure]),
    ];
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const ratios = after.map((value, n) => value / (before[n] ?? Number.NaN));
    const cells = [spreadOf(before, digits), spreadOf(after, digits), meanRatio(ratios)];
    write([title, ...cells, (sum(after) / sum(before)).toFixed(3)]);
  };
  row('CPU, ms each', 'cpuMs', 2);
  row('requests a second', 'perSecond', 0);
  row('alone, ms to revoke', 'aloneMs', 1);
  row('calls of Graph each', 'calls', 3);
  console.log(`load of the machine ${loadavg()[0]?.toFixed(1) ?? ''}`);
}
