import { documentedWrites } from '../../local/tenant/quota';
import type { Lockout, LockoutRun } from './urgent-lockout';
import { runLockout } from './urgent-lockout';
import type { VirtualTime } from './virtual-time';
import { startVirtualTime } from './virtual-time';

// What `npm run bench:urgent` runs: urgent requests in a mass compromise, in virtual time and with the app's own pace. `-- 6000` takes
// fewer requests, and is done in a tenth of the time.

const USERS = Number(process.argv[2] ?? 30_000);
const quotas = { writes: documentedWrites };
const { calls, windowMs } = documentedWrites;
const leastMs = ((USERS - calls) * windowMs) / calls;
/** While the bucket is full, while it empties, and when the pace has long settled. */
const urgentAtMs = [0.001, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8].map((part) => Math.round(leastMs * part));
const NONE = { sources: [], users: 1, windowMs: 1 };

async function main(): Promise<void> {
  const time = startVirtualTime();
  console.log(`
${String(USERS)} ordinary requests on the queue; the documented quota of ${String(calls)} writes in ${seconds(windowMs)} s; an urgent request
after ${urgentAtMs.map(seconds).join(', ')} s. Virtual time; real are the path of a message, Graph's client and its pace.`);
  for (const instances of [1, 3]) await compare(time, instances);
}

async function compare(time: VirtualTime, instances: number): Promise<void> {
  const lockout = { users: USERS, instances, quotas, urgentAtMs } as const;
  const idle = await runLockout(time, { ...lockout, users: 0, urgentBy: 'ownProcess' });
  const idleMs = largest(idle.waitedMs);
  const alone = await runLockout(time, { ...lockout, urgentAtMs: [], urgentBy: 'ownProcess' });
  console.log(`${String(instances)} processes: without urgent requests the last is done after ${seconds(alone.othersMs)} s, ${(alone.othersMs / leastMs).toFixed(3)} of the least;
  ${String(alone.refused)} calls refused. On an idle app an urgent request takes ${String(idleMs)} ms.`);
  const rows: readonly (readonly [string, Pick<Lockout, 'urgentBy' | 'urgent'>])[] = [
    ['no urgent lane', { urgentBy: 'oneQueue', urgent: NONE }],
    ['lane, no urgent queue', { urgentBy: 'oneQueue' }],
    ['urgent queue, own process', { urgentBy: 'ownProcess' }],
    ['urgent queue, same process', { urgentBy: 'sameProcess' }],
  ];
  for (const [name, how] of rows) print(name, await runLockout(time, { ...lockout, ...how }), idleMs, alone);
}

function print(name: string, run: LockoutRun, idleMs: number, alone: LockoutRun): void {
  const [waited, worked] = [largest(run.waitedMs), largest(run.workedMs)];
  console.log(
    `  ${name.padEnd(27)} waits at most ${seconds(waited)} s, ${(waited / idleMs).toFixed(2)} of the idle app (aim 1.5); in hand ${String(worked)} ms; ` +
      `the others ${(run.othersMs / alone.othersMs).toFixed(4)} (aim 1.01); ${String(run.refused)} refused`,
  );
}

function largest(values: readonly number[]): number {
  return Math.max(0, ...values);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

void main();
