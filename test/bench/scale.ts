import { processMessage } from '../../shared/app/process-message';
import { maxConcurrentCalls } from './setting';
import { slots } from './slots';
import { median } from './statistics';
import type { VirtualTime } from './virtual-time';
import { startVirtualTime } from './virtual-time';
import type { WireApp } from './wire-app';
import { wireApp } from './wire-app';

// What `npm run bench:scale` runs, in virtual time behind the latencies of Azure: a ledger with 100,000 records and how fast
// it is swept; a brake whose window fills; and what a process then holds. `-- RECORDS` takes another number.

const roundTrips = { table: 8, graph: 60, serviceBus: 10, sharePoint: 200 };
/** Of a request: its entry, its outcome, and the note of when they expire. */
const RECORDS_EACH = 3;
const RECORDS = Number(process.argv[2] ?? 100_000);
const IN_WINDOW = 10_000;
const STEP = 2000;
const SWEEP_EVERY_S = 10 * 60;
const MEGABYTE = 1_000_000;

async function main(): Promise<void> {
  const time = startVirtualTime();
  await sweepRecords(time);
  await fillWindow(time);
}

async function sweepRecords(time: VirtualTime): Promise<void> {
  const requests = Math.ceil(RECORDS / RECORDS_EACH);
  const app = wireApp(time, { users: requests, roundTrips });
  const before = heapBytes();
  const worked = await work(time, app, 0, requests);
  console.log(`${String(requests)} requests: ${worked.inWords}`);
  // Past the end of all, and of the hour in which they are noted.
  const after = new Date(
    time.clock.now().getTime() + app.dependencies.policy.recordRetentionMs + 2 * 3_600_000,
  );
  const sweeps: { readonly removed: number; readonly tookMs: number; readonly calls: number }[] = [];
  for (;;) {
    app.backends.calls.length = 0;
    const startMs = time.clock.monotonicMs();
    const removed = await passedUntil(time, app.dependencies.ledger.sweep(after));
    if (removed === 0) break;
    sweeps.push({ removed, tookMs: time.clock.monotonicMs() - startMs, calls: app.backends.calls.length });
  }
  const sum = (of: (sweep: (typeof sweeps)[number]) => number): number =>
    sweeps.reduce((total, sweep) => total + of(sweep), 0);
  const seconds = sum(({ tookMs }) => tookMs) / 1000;
  const [first = { removed: Number.NaN, tookMs: Number.NaN }] = sweeps;
  const entriesEach = sum(({ removed }) => removed) / requests;
  // One that takes longer than the time to the next one is followed by it at once.
  const sweepS = Math.max(SWEEP_EVERY_S, first.tookMs / 1000);
  console.log(
    `swept by ${String(sweeps.length)} sweeps in ${seconds.toFixed(0)} s, ${(requests / seconds).toFixed(0)} requests/s, ` +
      `${(sum(({ calls }) => calls) / requests).toFixed(2)} table calls a request; a sweep every ${String(SWEEP_EVERY_S / 60)} minutes keeps ` +
      `up with ${(first.removed / entriesEach / sweepS).toFixed(1)} requests/s or more`,
  );
  await passedUntil(time, app.backends.table('RevocationLedger').deleteTable());
  console.log(
    `the process then holds ${((heapBytes() - before) / MEGABYTE).toFixed(1)} MB more, ${String(requests)} users of the tenant included`,
  );
}

async function fillWindow(time: VirtualTime): Promise<void> {
  const brake = { users: IN_WINDOW, windowMs: 24 * 3_600_000, repeats: 3 };
  const app = wireApp(time, { policy: { brake }, users: IN_WINDOW, roundTrips });
  for (let counted = 0; counted < IN_WINDOW; counted += STEP) {
    const worked = await work(time, app, counted, STEP);
    console.log(`brake, from ${String(counted)} users in its window: ${worked.inWords}`);
  }
}

/** Has so many requests worked on side by side, as a full queue would. Each is about another user. */
async function work(time: VirtualTime, app: WireApp, first: number, count: number) {
  const { clock } = time;
  const { calls } = app.backends;
  const { revocations } = app.tenant.directory;
  const startMs = clock.monotonicMs();
  const cpu = process.cpuUsage();
  const heldMs: number[] = [];
  let tableCalls = 0;
  const revokedBefore = revocations.length;
  const lanes = slots<number>(maxConcurrentCalls(), async (n) => {
    const begunMs = clock.monotonicMs();
    const messageId = `scale-${String(n)}`;
    const origin = { messageId, sequenceNumber: messageId, enqueuedAt: clock.now().toISOString() };
    const body = Buffer.from(JSON.stringify({ user: `user${String(n)}@contoso.com` }));
    await processMessage(app.dependencies, { body, history: { origin, attempts: 0, receivedBy: 'queue' } });
    heldMs.push(clock.monotonicMs() - begunMs);
    tableCalls += calls.filter(({ backend }) => backend === 'table').length;
    calls.length = 0;
  });
  for (let n = 0; n < count; n++) lanes.push(first + n);
  await time.pass(() => heldMs.length === count);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (clock.monotonicMs() - startMs) / 1000;
  const revoked = revocations.length - revokedBefore;
  const inWords =
    `${(count / seconds).toFixed(0)} a second, ${median(heldMs).toFixed(0)} ms each at the median; ` +
    `${(tableCalls / count).toFixed(2)} table calls and ${((user + system) / 1000 / count).toFixed(2)} ms CPU a request` +
    (revoked === count ? '' : `; only ${String(revoked)} of ${String(count)} revoked`);
  return { inWords };
}

/** Lets time pass until a promise is fulfilled. */
async function passedUntil<T>(time: VirtualTime, promise: Promise<T>): Promise<T> {
  let isDone = false;
  const done = promise.finally(() => {
    isDone = true;
  });
  await time.pass(() => isDone);
  return done;
}

function heapBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

void main();
