import { loopbackCertificate } from '../../local/tenant/certificate';
import { documentedWrites } from '../../local/tenant/quota';
import type { Lockout, LockoutRun, StartInstance } from './lockout-run';
import { appWith, leastMs, plainLoop, runLockout } from './lockout-run';
import { startStandIns } from './start-stand-ins';
import { spreadOf } from './statistics';

// What `npm run bench:lockout` runs then: a mass compromise for real. Ten times as many users as Graph's bucket of writes has room
// for are on the queue; how close to the quota's own minimum are they revoked, and how many calls are wasted? After that, on
// a smaller bucket and over a ledger that the instances share: without a brake, with one, and with ten alerts about each
// user. Parameters: the rounds of the second part, and 0 where the first one is left out.

const ROUNDS = Number(process.argv[2] ?? 3);
const isFull = process.argv[3] !== '0';
const INSTANCES = [1, 3];
/** Everything that the quota says of time is divided by this, so that a run takes minutes. */
const FASTER = 10;
const LARGE: Lockout = {
  users: documentedWrites.calls * 10,
  quota: {
    calls: documentedWrites.calls,
    windowMs: documentedWrites.windowMs / FASTER,
    retryAfterMs: 10_000 / FASTER,
  },
};
/** Slow enough for the processes of several instances and of their tables on two cores. */
const SMALL: Lockout = { users: 900, quota: { calls: 300, windowMs: 7500, retryAfterMs: 1000 } };
const ALERTS_PER_USER = 10;
const BRAKE = { REVOCATION_POLICY: JSON.stringify({ brake: { users: 10_000, window: 'PT1H', repeats: 3 } }) };

async function main(): Promise<void> {
  if (isFull) await large();
  await overSharedLedger();
}

async function large(): Promise<void> {
  const { users, quota } = LARGE;
  console.log(`${String(users)} users; a bucket of ${String(quota.calls)} writes that fills in ${seconds(quota.windowMs)} s, and a
Retry-After of ${seconds(quota.retryAfterMs)} s: Graph's documented ${String(documentedWrites.calls)} in ${seconds(documentedWrites.windowMs)} s, ${String(FASTER)} times faster.
The least that the quota allows is ${seconds(leastMs(LARGE))} s. The ledger of each instance is in its memory: tables are slower than this quota.
`);
  for (const instances of INSTANCES) {
    print('app', instances, await runLockout(LARGE, instances, appWith({ LEDGER_STORAGE: 'memory' })));
    print('plain loop', instances, await runLockout(LARGE, instances, plainLoop));
  }
}

function print(name: string, instances: number, { ms, refused, lost, twice }: LockoutRun): void {
  const { users } = LARGE;
  const aims = name === 'app' ? ' (aims: 1.10, 2 %, 0)' : '';
  console.log(
    `${name.padEnd(10)} x ${String(instances)}: ${seconds(ms)} s to the last revocation, ${(ms / leastMs(LARGE)).toFixed(3)} of the least; ` +
      `${String(refused)} calls refused, ${((100 * refused) / users).toFixed(2)} %; ${String(lost)} lost, ${String(twice)} revoked twice${aims}`,
  );
}

interface Kind {
  readonly name: string;
  readonly lockout: Lockout;
  readonly settings?: Readonly<Record<string, string>>;
}

const kinds: readonly Kind[] = [
  { name: 'one request a user', lockout: SMALL },
  { name: 'with a brake', lockout: SMALL, settings: BRAKE },
  {
    name: `${String(ALERTS_PER_USER)} alerts a user`,
    lockout: { ...SMALL, users: 300, alertsPerUser: ALERTS_PER_USER },
  },
];

/** Each run has a ledger of its own, in tables in memory that all of its instances share. */
async function overSharedLedger(): Promise<void> {
  const { quota, users } = SMALL;
  console.log(`
Over a shared ledger, in tables in memory behind a socket; a bucket of ${String(quota.calls)} that fills in ${seconds(quota.windowMs)} s; ${String(users)} users, with ten alerts each 300.
${String(ROUNDS)} rounds: median (least to greatest).`);
  for (const instances of INSTANCES) {
    for (const { name, lockout, settings } of kinds) {
      const runs: LockoutRun[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        runs.push(
          await onTables(lockout, instances, (tables) => appWith({ LEDGER_STORAGE: tables, ...settings })),
        );
      }
      printRounds(`${name} x ${String(instances)}`, lockout, runs);
    }
  }
}

async function onTables(
  lockout: Lockout,
  instances: number,
  start: (tables: string) => StartInstance,
): Promise<LockoutRun> {
  const standIns = await startStandIns(await loopbackCertificate());
  const run = await runLockout(lockout, instances, start(standIns.tables));
  await standIns.stop();
  return run;
}

function printRounds(name: string, lockout: Lockout, runs: readonly LockoutRun[]): void {
  const of = (figure: keyof LockoutRun): number[] => runs.map((run) => run[figure]);
  const least = leastMs(lockout);
  const time =
    least > 0
      ? `${spreadOf(
          of('ms').map((ms) => ms / least),
          3,
        )} of the least`
      : `${spreadOf(
          of('allMs').map((ms) => ms / 1000),
          1,
        )} s to the last outcome`;
  const revocations = spreadOf(
    of('calls').map((calls) => calls / lockout.users),
    2,
  );
  console.log(`${name.padEnd(24)} ${time}; ${revocations} revocations a user;
  ${''.padEnd(24)} refused ${spreadOf(of('refused'), 0)}; lost ${spreadOf(of('lost'), 0)}`);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

void main();
