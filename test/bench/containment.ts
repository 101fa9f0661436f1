import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { printContainedLatency } from './contained-latency';
import { runContainedLockout } from './contained-lockout';
import { printPlain } from './plain-before-after';
import { startVirtualTime } from './virtual-time';

// What `npm run bench:containment` runs: what the steps of a containment cost, in time (`-- latency`) and for 3,000 users in virtual
// time (`-- lockout`), or both. With `-- FOLDER` it compares plain revocations with the packaged project in that folder, such as a
// work tree of an earlier commit. A number behind it is that of the rounds or pairs.

const [what = 'both', rounds] = process.argv.slice(2);
const ROUNDS = 5;
const PAIRS = 100;
const USERS = 3000;

async function printLockout(): Promise<void> {
  const time = startVirtualTime();
  console.log(`${String(USERS)} users on the queue, in virtual time; 3,000 writes to users in 150 s`);
  const all: readonly (readonly [string, readonly ContainmentStep[]])[] = [
    ['plain', []],
    ['disableSignIn', ['disableSignIn']],
  ];
  for (const instances of [1, 10]) {
    for (const [name, steps] of all) {
      const run = await runContainedLockout(time, { users: USERS, instances, steps });
      const { revokedMs, doneMs, endedMs, leastMs, writes, refused, copies, disabled, revocations } = run;
      const inSeconds = (ms: number): string => (ms / 1000).toFixed(1);
      console.log(
        `  ${`${name}, ${String(instances)} instance${instances > 1 ? 's' : ''}`.padEnd(30)} last first revocation ${inSeconds(revokedMs)} s, ` +
          `last write ${inSeconds(doneMs)} s, last message ${inSeconds(endedMs)} s; ${String(writes)} writes, least ${inSeconds(leastMs)} s, ` +
          `${leastMs > 0 ? `ratio ${(doneMs / leastMs).toFixed(3)}; ` : ''}${String(refused)} refused, ${((100 * refused) / writes).toFixed(2)} %; ${String(copies)} copies; ` +
          `${String(disabled)} disabled, ${String(revocations)} revocations`,
      );
    }
  }
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
