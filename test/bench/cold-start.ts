import { fork, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { membersOf, packagedApp, projectFolder } from './setting';
import { median, spreadOf } from './statistics';

// What `npm run bench:cold-start` runs: how long it takes from the start of a host until its app has done its first
// invocation, and how much CPU time, for the app as it is deployed and for the least function app that there can be, in turn.
// The message waits on the queue before the host is started. The host loads SDKs of its own, in either case.

const ROUNDS = 15;
const host = join(projectFolder, 'build/local/host/main.js');
const bareApp = join(projectFolder, 'test/fixtures/bare-app');
const QUEUE = 'revocation-requests';

/** What a start has taken until its first message is done, in ms. */
interface Start {
  readonly wallMs: number;
  /** Of all threads; the machine's other work disturbs it less than the time. */
  readonly cpuMs: number;
}

async function coldStart(
  stack: LocalStack,
  client: ServiceBusClient,
  app: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Start> {
  const sender = client.createSender(QUEUE);
  await sender.sendMessages({ body: Buffer.from('{"user":"user0@contoso.com"}'), messageId: randomUUID() });
  await sender.close();
  const startedAt = performance.now();
  const child = fork(host, [app], {
    env: { PATH: process.env['PATH'] ?? '', REVOCATION_QUEUE: QUEUE, ...stack.environment, ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  while (stack.broker.length(QUEUE) > 0) await setImmediate();
  const start = { wallMs: performance.now() - startedAt, cpuMs: cpuMsOf(child.pid) };
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return start;
}

/** The CPU time of a process so far, in ms; NaN where the kernel does not publish it (all but Linux). */
function cpuMsOf(pid = 0): number {
  const tasks = `/proc/${String(pid)}/task`;
  if (!existsSync(tasks)) return Number.NaN;
  const nanoseconds = readdirSync(tasks).map((task) =>
    Number(readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** What it costs to load a package, in ms: the middle of several processes, less that of one that loads nothing. */
function loadMs(name: string): number {
  const time = (script: string): number => {
    const runs = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      spawnSync(process.execPath, ['-e', script], { cwd: projectFolder, stdio: 'ignore' });
      return performance.now() - startedAt;
    });
    return median(runs);
  };
  return time(`require(${JSON.stringify(name)})`) - time('');
}

interface Contender {
  readonly name: string;
  readonly app: string;
  /** The name of what it is compared with: both with a compile cache, or both without. */
  readonly against: string;
  readonly settings?: Readonly<Record<string, string>>;
}

const BARE = 'bare function app';
const BARE_WITH_CACHE = 'bare function app, with a compile cache';

/** A copy of the app as it is where its compiled code does not fit. */
function withoutCode(folder: string): string {
  const copy = join(folder, 'app');
  cpSync(packagedApp, copy, { recursive: true });
  rmSync(join(copy, 'main.code'));
  return copy;
}

async function main(): Promise<void> {
  const stack = await startLocalStack({ projectFolder, users: membersOf(1) });
  const client = new ServiceBusClient(stack.broker.connectionString);
  const cache = mkdtempSync(join(tmpdir(), 'session-revoker-compile-cache-'));
  const settings = { NODE_COMPILE_CACHE: cache };
  const contenders: readonly Contender[] = [
    { name: BARE, app: bareApp, against: BARE },
    { name: 'the app', app: packagedApp, against: BARE },
    { name: 'the app, without its compiled code', app: withoutCode(cache), against: BARE },
    { name: 'the app, unbundled', app: projectFolder, against: BARE },
    { name: BARE_WITH_CACHE, app: bareApp, against: BARE_WITH_CACHE, settings },
    { name: 'the app, with a compile cache', app: packagedApp, against: BARE_WITH_CACHE, settings },
  ];
  const times = new Map<string, Start[]>(contenders.map(({ name }) => [name, []]));
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { name, app, settings } of contenders) {
        const took = await coldStart(stack, client, app, settings);
        // The first round warms the disk, and fills the compile cache.
        if (round > 0) times.get(name)?.push(took);
      }
    }
  } finally {
    await client.close();
    await stack.stop();
    rmSync(cache, { recursive: true, force: true });
  }
  printStarts(contenders, times);
  printLoads();
}

function printStarts(contenders: readonly Contender[], times: ReadonlyMap<string, readonly Start[]>): void {
  console.log(
    `from the start of the process to the first message done, median (least to greatest) of ${String(ROUNDS)}; aim at most 1.35`,
  );
  for (const { name, against } of contenders) {
    const [starts = [], others = []] = [times.get(name), times.get(against)];
    const figures = (['wallMs', 'cpuMs'] as const).map((figure) => {
      const ratios = starts.map((start, round) => start[figure] / (others[round]?.[figure] ?? Number.NaN));
      const values = starts.map((start) => start[figure]);
      return `${spreadOf(values, 0).padStart(18)} ms  ${spreadOf(ratios, 2).padEnd(20)}`;
    });
    console.log(`  ${name.padEnd(42)} ${figures.join(' CPU ')}`);
  }
}

function printLoads(): void {
  console.log('\nwhat loading each dependency costs by itself, unbundled');
  for (const name of [
    '@azure/functions',
    '@azure/service-bus',
    '@azure/identity',
    '@azure/data-tables',
    '@azure/core-rest-pipeline',
    'zod',
    'jose',
    'applicationinsights',
  ]) {
    console.log(`  ${name.padEnd(32)} ${loadMs(name).toFixed(0).padStart(6)} ms`);
  }
}

void main();
