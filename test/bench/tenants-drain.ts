import { randomUUID } from 'node:crypto';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import { otherTenant } from '../../local/tenant/other-tenant';
import type { Processed } from '../../shared/app/answer';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { maxConcurrentCalls, membersOf } from './setting';
import { slots } from './slots';
import type { BenchTenant, Numbered } from './tenant-messages';
import { messagesOf, placeOf } from './tenant-messages';
import type { Setting } from './tenants-app';
import { appOf } from './tenants-app';

/** What became of the messages; all times are virtual, in ms, and by tenant. */
export interface Drained {
  /** When each message was done. */
  readonly doneMs: readonly (readonly number[])[];
  /** For how long messages were in hand. */
  readonly heldMs: readonly number[];
  readonly reschedules: number;
  readonly refusedCalls: number;
}

/** Drains a queue that holds all messages from the start. */
export async function drainTenants(tenants: readonly BenchTenant[], setting: Setting): Promise<Drained> {
  const { clock } = setting.time;
  const others = tenants.map(startTenant);
  const record = startRecord(tenants, setting);
  const places = new Map(others.map(({ tenantId }, place) => [tenantId, place]));
  const schedule = (incoming: IncomingMessage, at: Date): void => {
    record.reschedules++;
    const place = placeOf(incoming, places);
    void clock.sleep(at.getTime() - clock.now().getTime()).then(() => waits.push({ incoming, place }));
  };
  const dependencies = appOf(others, setting, schedule);
  // Each trigger of the host has slots of its own: that of the requests, and that of the copies that have waited.
  const inSlots = (): ReturnType<typeof slots<Numbered>> =>
    slots(maxConcurrentCalls(), ({ incoming, place }) =>
      record.work(place, () => processMessage(dependencies, incoming)),
    );
  const [requests, waits] = [inSlots(), inSlots()];
  for (const message of messagesOf(tenants, others, clock.now())) requests.push(message);
  await setting.time.pass(record.isOver);
  const refusedCalls = others.reduce((sum, { quotas }) => sum + quotas.refused, 0);
  const { doneMs, heldMs, reschedules } = record;
  return { doneMs, heldMs, reschedules, refusedCalls };
}

function startTenant({ users, quotas = {}, fault }: BenchTenant): OtherTenant {
  const other = otherTenant({ tenantId: randomUUID(), users: membersOf(users), quotas }, '');
  if (fault) other.faults.add({ ...fault, times: Infinity });
  return other;
}

/** Notes what becomes of each message. */
function startRecord(tenants: readonly BenchTenant[], { time: { clock } }: Setting) {
  const startMs = clock.monotonicMs();
  const doneMs: number[][] = tenants.map(() => []);
  const heldMs = tenants.map(() => 0);
  let left = tenants.reduce((sum, { users, fault }) => sum + (fault ? 0 : users), 0);
  return {
    doneMs,
    heldMs,
    reschedules: 0,
    isOver: () => left === 0,
    async work(place: number, process: () => Promise<Processed>): Promise<void> {
      const begunMs = clock.monotonicMs();
      const { published } = await process();
      const now = clock.monotonicMs();
      heldMs[place] = (heldMs[place] ?? 0) + now - begunMs;
      const [answer] = published;
      if (!answer) return;
      if (answer.outcome.status !== 'signOutPending') throw new Error(JSON.stringify(answer.outcome));
      doneMs[place]?.push(now - startMs);
      if (!tenants[place]?.fault) left--;
    },
  };
}
