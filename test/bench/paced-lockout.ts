import type { Quota } from '../../local/tenant/quota';
import { documentedWrites } from '../../local/tenant/quota';
import type { PacedRun } from './paced-drain';
import { drainPaced } from './paced-drain';
import { startVirtualTime } from './virtual-time';

// What `npm run bench:lockout` runs first: a mass compromise in virtual time, on up to as many instances as the template allows. Real
// are the path of a message, the app's pace and permits, Graph's client, and the local tenant's answers and quotas. The ledger, the
// queue and the topic are in memory. Parameters: the number of users, and one number of instances.

const USERS = Number(process.argv[2] ?? 30_000);
const INSTANCES = process.argv[3] === undefined ? [1, 3, 10, 40] : [Number(process.argv[3])];
const DOCUMENTED: Quota = { ...documentedWrites, retryAfterMs: 10_000 };
const SMALL: Quota = { calls: 300, windowMs: 15_000, retryAfterMs: 1000 };
const LARGE_REQUEST = 1000;

const time = startVirtualTime();

async function main(): Promise<void> {
  for (const reports of [true, false]) {
    console.log(
      `${String(USERS)} users on the queue; ${of(DOCUMENTED)}, its use is ${reports ? '' : 'not '}reported:`,
    );
    for (const instances of INSTANCES) {
      const name = `${String(instances)} instance${instances === 1 ? '' : 's'}`;
      await print(name, { time, instances, users: USERS, quota: DOCUMENTED, reports }, 'aims: 1.02, 1 %');
    }
  }
  console.log(`${of(SMALL)}, its use is not reported:`);
  await print(
    '1,200 users, 1 instance',
    { time, instances: 1, users: 1200, quota: SMALL, reports: false },
    'aim: 1.10',
  );
  console.log(`${String(LARGE_REQUEST)} users in one request:`);
  const large = { time, instances: 1, users: LARGE_REQUEST, usersPerMessage: LARGE_REQUEST, reports: true };
  await print('on the small bucket', { ...large, quota: SMALL }, 'aim: 1.10');
  await print('on the documented bucket', { ...large, quota: DOCUMENTED }, 'of it as it fills: aim 1.10');
}

async function print(name: string, run: PacedRun, aims: string): Promise<void> {
  const { users, quota } = run;
  const { ms, refused, twice, copies } = await drainPaced(run);
  const perMs = quota.calls / quota.windowMs;
  // What fits into the bucket has no least time: it is compared with the time in which as much flows in.
  const leastMs = users > quota.calls ? (users - quota.calls) / perMs : users / perMs;
  console.log(
    `  ${name.padEnd(24)} ${(ms / 1000).toFixed(1)} s, ${(ms / leastMs).toFixed(3)} of the least; ${String(refused)} calls refused, ` +
      `${((100 * refused) / users).toFixed(2)} %; ${String(copies)} copies, ${String(twice)} revoked twice (${aims})`,
  );
}

function of({ calls, windowMs, retryAfterMs }: Quota): string {
  return `a bucket of ${String(calls)} writes that fills in ${String(windowMs / 1000)} s, Retry-After ${String(retryAfterMs / 1000)} s`;
}

void main();
