import { documentedWrites } from '../../local/tenant/quota';
import type { TableCost } from './connections-cost';
import { choiceUs, connectionsTo, readingCost } from './connections-cost';
import { reachTenants } from './reach-tenants';
import { maxConcurrentCalls } from './setting';
import { percentile } from './statistics';
import type { BenchTenant } from './tenant-messages';
import type { Drained } from './tenants-drain';
import { drainTenants } from './tenants-drain';
import { startVirtualTime } from './virtual-time';

// What `npm run bench:tenants` runs: one process with a thousand tenants. `-- 100` takes fewer, and `-- 100 unbounded` also shows
// what the faults cost where tenants are not kept apart.

const tenantCount = Number(process.argv[2] ?? 1000);
const USERS = 30;
/** Thirty users never meet a quota of 3,000. One tenant has a mass compromise, and its quota sets the least time. */
const SLOWEST_USERS_PER_TENANT = 10;
const FAULTY_USERS = 200;
const LATENCY_MS = 40;
const CALLERS = 4;
const CONNECTIONS = 5000;

const perSecond = (documentedWrites.calls * 1000) / documentedWrites.windowMs;
const slowestUsers = Math.max(documentedWrites.calls * 2, tenantCount * SLOWEST_USERS_PER_TENANT);
const leastMs = ((slowestUsers - documentedWrites.calls) / perSecond) * 1000;

const quotas = { writes: documentedWrites };
const tenants: readonly BenchTenant[] = [
  { users: slowestUsers, quotas },
  ...Array.from({ length: tenantCount - 1 }, () => ({ users: USERS, quotas })),
];
const throttle = {
  status: 429,
  headers: { 'Retry-After': '10' },
  body: { error: { code: 'TooManyRequests', message: 'Too many requests.' } },
};
const faulty: readonly BenchTenant[] = [
  { users: FAULTY_USERS, fault: { answer: 'hang' } },
  { users: FAULTY_USERS, fault: { method: 'POST', answer: throttle } },
];

async function main(): Promise<void> {
  await printReach();
  await printConnections();
  console.log(`
Virtual time; real are the path of a message, Graph's client and its pace, and the local tenant's answers and quotas; in memory are
the ledger, the topic and the queues, with ${String(maxConcurrentCalls())} messages in hand for each. Each call takes ${String(LATENCY_MS)} ms.
${String(tenantCount - 1)} tenants with ${String(USERS)} users each and one with ${String(slowestUsers)}, all on the queue at once; ${String(documentedWrites.calls)} writes in ${seconds(documentedWrites.windowMs)} s
per tenant, as documented. The least that this allows the slowest tenant is ${seconds(leastMs)} s.`);
  const time = startVirtualTime();
  for (const isBounded of process.argv.includes('unbounded') ? [true, false] : [true]) {
    const setting = { time, graph: { latencyMs: { reads: LATENCY_MS, writes: LATENCY_MS } }, isBounded };
    console.log(isBounded ? 'Tenants kept apart:' : 'Tenants not kept apart:');
    const well = await drainTenants(tenants, setting);
    printDrained('all are well', well);
    const ill = await drainTenants([...tenants, ...faulty], setting);
    printDrained(
      `one hangs, one throttles, ${String(FAULTY_USERS)} users each, first in the queue`,
      ill,
      well,
    );
  }
}

async function printReach(): Promise<void> {
  const reached = await reachTenants(tenantCount, CALLERS);
  const perTenant = (bytes: number): string => `${(bytes / tenantCount / 1000).toFixed(0)} kB`;
  const all = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`;
  console.log(`Over sockets of the loopback, real time: ${String(tenantCount)} tenants are reached with tokens by federation, each by ${String(CALLERS)} callers at once.
  token requests: at most ${String(reached.maxTokenRequests)} per tenant, ${String(reached.tokenRequests)} in all (aim: 1 per tenant, scope and process)
  connections to Graph: ${String(reached.connections)}
  memory: heap ${perTenant(reached.heapBytes)} per tenant, ${all(reached.heapBytes)} in all; resident ${perTenant(reached.residentBytes)} and ${all(reached.residentBytes)}
  CPU time: ${(reached.cpuMs / tenantCount).toFixed(1)} ms per tenant, once`);
}

async function printConnections(): Promise<void> {
  const [few, many] = [choiceUs(connectionsTo(CALLERS)), choiceUs(connectionsTo(CONNECTIONS))];
  const read = await readingCost(connectionsTo(CONNECTIONS));
  console.log(`
${String(CONNECTIONS)} connections:
  choosing the tenant of a request: ${many.ofOne.toFixed(1)} us for a sender with one tenant, ${many.ofAll.toFixed(1)} us for one that speaks for all
    (with ${String(CALLERS)} connections ${few.ofOne.toFixed(1)} us and ${few.ofAll.toFixed(1)} us)
  reading the table from the emulator: ${costOf(read.first)}
    again, with no row changed: ${costOf(read.again)}`);
}

function costOf({ cpuMs, wallMs, heapBytes }: TableCost): string {
  return `${cpuMs.toFixed(0)} ms of CPU time, ${wallMs.toFixed(0)} ms in all; ${(heapBytes / 1_000_000).toFixed(1)} MB of heap`;
}

function printDrained(name: string, run: Drained, well?: Drained): void {
  const [ofSlowest = []] = run.doneMs;
  const others = othersOf(run);
  const allMs = last([...ofSlowest, ...others]);
  const slotMs = maxConcurrentCalls() * allMs;
  const faultyMs = run.heldMs.slice(tenantCount).reduce((sum, ms) => sum + ms, 0);
  console.log(`  ${name}:
    all done after ${seconds(allMs)} s, ${(allMs / leastMs).toFixed(3)} of the least (aim 1.05)
    the tenants of ${String(USERS)}: half of their users after ${seconds(percentile(others, 50))} s, the last after ${seconds(last(others))} s
    ${String(run.reschedules)} copies scheduled, ${String(run.refusedCalls)} calls refused by a quota`);
  if (!well) return;
  const allWellMs = last(well.doneMs.flat());
  const ratio = (percent: number): string =>
    (percentile(others, percent) / percentile(othersOf(well), percent)).toFixed(3);
  console.log(`    compared: all ${(allMs / allWellMs).toFixed(3)} (aim 1.01); the tenants of ${String(USERS)}: half ${ratio(50)}, the last ${ratio(100)}
    the two held ${seconds(faultyMs)} s of slots, ${((100 * faultyMs) / slotMs).toFixed(2)} % of those of one queue (aim 1 %)`);
}

function othersOf({ doneMs }: Drained): readonly number[] {
  return doneMs.slice(1, tenantCount).flat();
}

function last(values: readonly number[]): number {
  return values.reduce((latest, value) => Math.max(latest, value), 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

void main();
