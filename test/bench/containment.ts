import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { printContainedLatency } from './contained-latency';
import type { ContainedLockoutRun } from './contained-lockout';
import { runContainedLockout } from './contained-lockout';
import { printPlain } from './plain-before-after';
import { startVirtualTime } from './virtual-time';

// What `npm run bench:containment` runs: what the steps of a containment cost, in time (`-- latency`) and for 3,000 users in virtual
// time (`-- lockout`), or both. With `-- FOLDER` it compares plain revocations with the packaged project in that folder, such as a
// work tree of an earlier commit. A number behind it is that of the rounds, users or pairs.

const [what = 'both', rounds] = process.argv.slice(2);
const ROUNDS = 5;
const PAIRS = 100;
const USERS = what === 'lockout' ? Number(rounds ?? 3000) : 3000;
const INSTANCES = [1, 3, 10];

const DISABLE: readonly ContainmentStep[] = ['disableSignIn'];
const LOCKOUTS = [
  { name: 'plain', steps: [], isUrgent: true },
  { name: 'disableSignIn', steps: DISABLE, isUrgent: false },
  { name: 'the same, severe', steps: DISABLE, isUrgent: true },
] as const;

async function printLockout(): Promise<void> {
  const time = startVirtualTime();
  console.log(`${String(USERS)} users on the queue, in virtual time; 3,000 writes to users in 150 s`);
  for (const instances of INSTANCES) {
    for (const { name, ...lockout } of LOCKOUTS) {
      const run = await runContainedLockout(time, { users: USERS, instances, ...lockout });
      const row = `${name}, ${String(instances)} instance${instances > 1 ? 's' : ''}`;
      console.log(`  ${row.padEnd(30)} ${lineOf(run)}`);
    }
  }
}

function lineOf({ reachedMs, leastMs, doneMs, writes, refused, ...run }: ContainedLockoutRun): string {
  const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return [
    `half reached ${inSeconds(reachedMs.half)}, the last ${inSeconds(reachedMs.last)}`,
    `all revoked ${inSeconds(run.revokedMs)}, all disabled ${inSeconds(run.disabledMs)}`,
    `last write ${inSeconds(doneMs)}, last message ${inSeconds(run.endedMs)}`,
    `${String(writes)} writes, least ${inSeconds(leastMs)}`,
    ...(leastMs > 0 ? [`ratio ${(doneMs / leastMs).toFixed(3)}`] : []),
    `${String(refused)} refused, ${((100 * refused) / writes).toFixed(2)} %`,
    `${String(run.copies)} copies`,
    `${String(run.disabled)} disabled, ${String(run.revocations)} revocations`,
  ].join('; ');
}

/** Virtual time is for the rest of a process. */
async function lockoutInProcess(): Promise<void> {
  const child = fork(__filename, ['lockout']);
  await once(child, 'exit');
}

async function main(): Promise<void> {
  if (what === 'lockout') return printLockout();
  if (what !== 'both' && what !== 'latency') return printPlain(resolve(what), Number(rounds ?? PAIRS));
  await printContainedLatency(Number(rounds ?? ROUNDS));
  if (what === 'both') await lockoutInProcess();
}

void main();
