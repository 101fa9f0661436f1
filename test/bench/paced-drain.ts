import { randomUUID } from 'node:crypto';
import { otherTenant } from '../../local/tenant/other-tenant';
import type { Quota } from '../../local/tenant/quota';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { maxConcurrentCalls, membersOf } from './setting';
import { slots } from './slots';
import { appOf } from './tenants-app';
import type { VirtualTime } from './virtual-time';

/** Instances, each with a pace and permits of its own, and one tenant with a quota of writes. */
export interface PacedRun {
  readonly time: VirtualTime;
  readonly instances: number;
  readonly users: number;
  /** How many of them one message names; absent: one. */
  readonly usersPerMessage?: number;
  readonly quota: Quota;
  readonly reports: boolean;
}

export interface PacedDrain {
  /** To the last outcome. */
  readonly ms: number;
  readonly refused: number;
  readonly twice: number;
  /** Messages that came back later. */
  readonly copies: number;
}

/** Of Graph, in ms, as measured. */
const LATENCY_MS = { reads: 60, writes: 150 };

/** Has instances take messages from one queue until all users are revoked. */
export async function drainPaced(run: PacedRun): Promise<PacedDrain> {
  const { time, instances, users, quota, reports } = run;
  const { clock } = time;
  const tenant = otherTenant(
    { tenantId: randomUUID(), users: membersOf(users), quotas: { writes: quota } },
    '',
  );
  const startMs = clock.monotonicMs();
  let [left, endedMs, copies] = [users, startMs, 0];
  const schedule = (incoming: IncomingMessage, at: Date): void => {
    copies++;
    void clock.sleep(at.getTime() - clock.now().getTime()).then(() => waits.push(incoming));
  };
  const setting = { time, isBounded: false, graph: { latencyMs: LATENCY_MS, reports } };
  // Functions share no process: what has waited is received by instances of another one.
  const received = (): { push(incoming: IncomingMessage): void } => {
    const apps = Array.from({ length: instances }, () => appOf([tenant], setting, schedule));
    return slots<IncomingMessage>(instances * maxConcurrentCalls(), async (incoming, slot) => {
      const app = apps[slot % instances];
      if (!app) throw new Error('There is no such instance.');
      const { published } = await processMessage(app, incoming);
      left -= published.filter(({ outcome }) => outcome.status === 'signOutPending').length;
      endedMs = clock.monotonicMs();
    });
  };
  const [requests, waits] = [received(), received()];
  for (const message of messagesTo(tenant.tenantId, run)) requests.push(message);
  await time.pass(() => left <= 0);
  const { revocations } = tenant.directory;
  const twice = revocations.length - new Set(revocations.map(({ userId }) => userId)).size;
  return { ms: endedMs - startMs, refused: tenant.quotas.refused, twice, copies };
}

function messagesTo(
  tenantId: string,
  { time: { clock }, users, usersPerMessage = 1 }: PacedRun,
): readonly IncomingMessage[] {
  return Array.from({ length: Math.ceil(users / usersPerMessage) }, (_, n) => {
    const named = Array.from(
      { length: Math.min(usersPerMessage, users - n * usersPerMessage) },
      (__, user) => `user${String(n * usersPerMessage + user)}@contoso.com`,
    );
    const origin = { messageId: `lockout-${String(n)}`, enqueuedAt: clock.now().toISOString() };
    return {
      body: Buffer.from(JSON.stringify({ users: named, tenantId })),
      history: { origin, attempts: 0, receivedBy: 'queue' as const },
    };
  });
}
