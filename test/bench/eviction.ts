import * as fc from 'fast-check';
import { days, simulate } from '../support/simulated-returns';

// What `npm run bench:eviction` does: 10,000 users are signed out and watched, in virtual time, with logs up to three hours late and with gaps. It
// prints its seed, and ends with an error on a false confirmation or a late report.

const USERS = 500;
const DAYS = 20;
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);

async function main(): Promise<void> {
  const before = process.cpuUsage();
  const counts: Record<string, number> = {};
  let slowest = 0;
  let wrong = 0;
  for (const day of fc.sample(days(USERS), { numRuns: DAYS, seed })) {
    const simulated = await simulate(day);
    const { falselyConfirmed, withoutVerdict, withSeveral, verdicts } = simulated;
    wrong += falselyConfirmed.length + withoutVerdict.length + withSeveral.length;
    slowest = Math.max(slowest, simulated.slowest);
    for (const [verdict, count] of Object.entries({
      ...verdicts,
      'of users who returned': simulated.returned,
    }))
      counts[verdict] = (counts[verdict] ?? 0) + count;
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = ((user + system) / 1e6).toFixed(1);
  console.log(`${String(USERS * DAYS)} users, seed ${String(seed)}, ${seconds} s of CPU time`);
  console.log(
    Object.entries(counts)
      .map(([what, count]) => `${what}: ${String(count)}`)
      .join(', '),
  );
  console.log(`wrong, missing or repeated verdicts: ${String(wrong)}; aim 0`);
  console.log(`longest from the entry in the log to the event: ${String(slowest / 1000)} s; aim at most 60`);
  if (wrong > 0 || slowest > 60_000) process.exitCode = 1;
}

void main();
