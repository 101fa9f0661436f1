import { randomUUID } from 'node:crypto';
import { tableEntities } from '../../shared/adapters/ledger/table-entities';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { sweep } from '../../shared/app/sweep';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, appOfTwins } from '../support/app';
import { tableClientOf } from './memory-table-client';
import { memoryTables } from './memory-tables';
import { membersOf } from './setting';
import type { TableRequest } from './table-message';
import { keyOf } from './table-message';

const [MINUTE, HOUR] = [60_000, 3_600_000];
/** A day at Graph's quota of 20 a second is 1,728,000 requests: one of so many of them. */
const SCALE = 800;
const DAYS = 3;
const SWEEP_EVERY_MS = 10 * MINUTE;
const PER_SWEEP = 12_000 / SCALE;
const COUNT_EVERY_MS = 4 * HOUR;
const USERS = 1000;
/** How long entries are kept: outcomes, alerts and approvals, and the last revocation of a user. */
const policy = {
  recordRetentionMs: 6 * HOUR,
  deduplicationWindowMs: 6 * HOUR,
  maxRequestAgeMs: 4 * HOUR,
  brake: { users: 10_000, windowMs: HOUR, repeats: 1000 },
  confirmation: { always: false, groups: [], roles: [], expiresAfterMs: HOUR },
};

/** The entries of one kind at one time. */
interface Counted {
  count: number;
  /** Those that have expired. */
  expired: number;
  longestExpiredMs: number;
}

type Counts = ReadonlyMap<string, Counted>;

/** What came in the n-th place: most are alerts with an id of their own, and of every kind of entry there are some. */
function messageOf(n: number, now: Date): IncomingMessage {
  const user = `user${String(n % USERS)}@contoso.com`;
  const alert = { provider: 'SIEM', id: `alert-${String(n)}`, severity: 'high' };
  const properties = { messageId: `m-${String(n)}`, enqueuedAt: now.toISOString() };
  const again = { ...alert, id: `alert-${String(n - 1)}` };
  switch (n % 50) {
    case 1:
      return aMessage({ user: `user${String((n - 1) % USERS)}@contoso.com`, alert: again }, {}, properties);
    case 2:
      return aMessage({ users: [user, 'user0@contoso.com'], alert }, {}, properties);
    case 3:
      return aMessage({ user, confirm: true }, {}, properties);
    case 4:
      return aMessage({ usr: user }, {}, properties);
    case 5:
      return aMessage({ user, alert }, { deliveryCount: 2 }, properties);
    default:
      return aMessage({ user, alert }, {}, properties);
  }
}

/** An app on tables in memory, and one whose process dies before it has noted when its entries expire. */
function appsOnTables() {
  const side = appOfTwins(policy);
  for (const { id, userPrincipalName = '' } of membersOf(USERS)) side.tenant.add({ id, userPrincipalName });
  const tables = memoryTables(() => side.clock.now());
  const client = (mayWrite: (request: TableRequest) => boolean) =>
    tableClientOf('RevocationLedger', (request) =>
      mayWrite(request)
        ? Promise.resolve(tables(request))
        : Promise.reject(new Unavailable('ledger', undefined)),
    );
  const on = (mayWrite: (request: TableRequest) => boolean): Dependencies => ({
    ...side.dependencies,
    newId: randomUUID,
    ledger: tableLedger(client(mayWrite)),
  });
  const isNote = (request: TableRequest): boolean =>
    request.method === 'POST' &&
    request.path !== '/$batch' &&
    keyOf(request).partition.startsWith('expires-');
  const dead = on((request) => !isNote(request));
  // In the middle of its work, so that leases and intents are left.
  const interrupted = {
    ...dead,
    resultsTopic: { publish: () => Promise.reject(new Unavailable('serviceBus', undefined)) },
  };
  return {
    clock: side.clock,
    app: on(() => true),
    dead,
    interrupted,
    entities: tableEntities(client(() => true)),
  };
}

type Apps = ReturnType<typeof appsOnTables>;

/** Prints how large the ledger is after days at Graph's quota, by the kind of its entries. */
export async function printLedgerOverDays(): Promise<void> {
  const apps = appsOnTables();
  const { app, clock } = apps;
  const counts: Counts[] = [];
  let n = 0;
  for (let ms = SWEEP_EVERY_MS; ms <= DAYS * 24 * HOUR; ms += SWEEP_EVERY_MS) {
    const end = n + PER_SWEEP;
    for (; n < end; n++) {
      clock.advance(SWEEP_EVERY_MS / PER_SWEEP);
      await work(apps, n);
    }
    await sweep({ ...app, store: undefined });
    if (ms % COUNT_EVERY_MS === 0) counts.push(await countOf(apps));
  }
  console.log(`
${String(DAYS)} days at Graph's quota, one of ${String(SCALE)} requests (${String(n)}), swept every ten minutes. Kept are the last revocation of a user for 4 hours,
approvals for 7, and everything else for 6; of 1,000 requests five are those of a process that died before it had noted when they expire. The most at a time,
on the second day and on the third:`);
  const [second, third] = [counts.slice(6, 12), counts.slice(12)].map(mostOf);
  for (const [kind, before] of second ?? []) {
    const after = third?.get(kind) ?? before;
    const ofDay = ({ count, expired, longestExpiredMs }: Counted): string =>
      `${String(count).padStart(6)} (${String(expired)} expired, for up to ${(longestExpiredMs / HOUR).toFixed(1)} h)`;
    console.log(`  ${kind.padEnd(12)} ${ofDay(before).padEnd(40)} ${ofDay(after)}`);
  }
}

/** Does what the process does that has the n-th message. */
async function work({ app, dead, interrupted, clock }: Apps, n: number): Promise<void> {
  const message = messageOf(n, clock.now());
  switch (n % 400) {
    case 210:
      await processMessage(dead, message);
      break;
    case 10:
      await processMessage(interrupted, message).catch(() => undefined);
      break;
    default:
      await processMessage(app, message);
  }
}

/** Counts the entries by their kind, which is the beginning of the name of their partition. */
async function countOf({ entities, clock }: Apps): Promise<Counts> {
  const counts = new Map<string, Counted>();
  const now = clock.now().getTime();
  for await (const { key, columns } of entities.list("PartitionKey ge ''")) {
    const kind = /^[a-z]+(?:-urgent)?/.exec(key.partition)?.[0] ?? '';
    const { expiresAt } = columns;
    const overMs = expiresAt instanceof Date ? now - expiresAt.getTime() : 0;
    const counted = counts.get(kind) ?? { count: 0, expired: 0, longestExpiredMs: 0 };
    counted.count++;
    if (overMs > 0) counted.expired++;
    counted.longestExpiredMs = Math.max(counted.longestExpiredMs, overMs);
    counts.set(kind, counted);
  }
  return counts;
}

/** The most of each figure. */
function mostOf(all: readonly Counts[]): Counts {
  const most = new Map<string, Counted>();
  for (const [kind, { count, expired, longestExpiredMs }] of all.flatMap((counts) => [...counts])) {
    const before = most.get(kind);
    most.set(kind, {
      count: Math.max(count, before?.count ?? 0),
      expired: Math.max(expired, before?.expired ?? 0),
      longestExpiredMs: Math.max(longestExpiredMs, before?.longestExpiredMs ?? 0),
    });
  }
  return most;
}
