import { randomUUID } from 'node:crypto';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import { otherTenant } from '../../local/tenant/other-tenant';
import type { Quotas } from '../../local/tenant/quota';
import { graphAccess } from '../../shared/adapters/graph/graph-access';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { UrgentPolicy } from '../../shared/core/policy';
import { aPolicy } from '../support/builders';
import { maxConcurrentCalls, membersOf } from './setting';
import { slots } from './slots';
import { appOf } from './tenants-app';
import { ENDPOINT, virtualCredential, virtualGraph } from './virtual-graph';
import type { VirtualTime } from './virtual-time';

/** A mass compromise, into which urgent requests are sent. */
export interface Lockout {
  /** Ordinary requests that are on the queue from the start, of a user each. */
  readonly users: number;
  /** Processes that take them. */
  readonly instances: number;
  readonly quotas: Quotas;
  /** When urgent requests are sent, in ms from the start, of a user each. */
  readonly urgentAtMs: readonly number[];
  /** By which queue, and which process takes it: one of its own, the first that takes the others, or there is no urgent queue. */
  readonly urgentBy: 'ownProcess' | 'sameProcess' | 'oneQueue';
  readonly urgent?: UrgentPolicy;
}

/** Times are virtual, in ms. */
export interface LockoutRun {
  /** Of each urgent request, from when it was sent to its outcome. */
  readonly waitedMs: readonly number[];
  /** Of each urgent request, from when it was received to its outcome. */
  readonly workedMs: readonly number[];
  /** From the start to the last outcome of the others. */
  readonly othersMs: number;
  readonly refused: number;
}

interface Sent {
  readonly incoming: IncomingMessage;
  readonly urgentSinceMs?: number;
}

/** Of each call of Graph. */
const GRAPH = { latencyMs: { reads: 60, writes: 60 } };

/** Runs the app with its own pace in virtual time: processes that share a tenant, a ledger and queues, and nothing else. */
export async function runLockout(time: VirtualTime, lockout: Lockout): Promise<LockoutRun> {
  const { users, instances, quotas, urgentAtMs, urgentBy } = lockout;
  const { clock } = time;
  const tenant = otherTenant(
    { tenantId: randomUUID(), users: membersOf(users + urgentAtMs.length), quotas },
    '',
  );
  const startMs = clock.monotonicMs();
  const run = { waitedMs: [] as number[], workedMs: [] as number[], othersMs: 0 };
  let left = users + urgentAtMs.length;
  const finish = (beganMs: number, { urgentSinceMs }: Sent): void => {
    const now = clock.monotonicMs();
    left--;
    if (urgentSinceMs === undefined) run.othersMs = now - startMs;
    else {
      run.waitedMs.push(now - urgentSinceMs);
      run.workedMs.push(now - beganMs);
    }
  };
  const inProcess = startProcess(tenant, time, lockout);
  const queueOf = (processes: readonly ReturnType<typeof inProcess>[]) => {
    const free = processes.flatMap((one) => Array.from({ length: maxConcurrentCalls() }, () => one));
    return slots<Sent>(free.length, async (sent) => {
      const one = free.pop();
      if (!one) throw new Error('There are as many processes as slots.');
      const beganMs = clock.monotonicMs();
      if (await one(sent)) finish(beganMs, sent);
      free.push(one);
    });
  };
  const first = inProcess();
  const requests = queueOf([first, ...Array.from({ length: instances - 1 }, inProcess)]);
  const urgent =
    urgentBy === 'oneQueue' ? requests : queueOf([urgentBy === 'sameProcess' ? first : inProcess()]);
  for (let n = 0; n < users; n++) requests.push({ incoming: messageOf(n, clock.now()) });
  for (const [n, atMs] of urgentAtMs.entries()) {
    void clock.sleep(atMs).then(() => {
      const incoming = messageOf(users + n, clock.now(), { alert: { severity: 'high' } });
      const lane = urgentBy === 'oneQueue' ? {} : ({ lane: 'urgent' } as const);
      urgent.push({ incoming: { ...incoming, ...lane }, urgentSinceMs: clock.monotonicMs() });
    });
  }
  await time.pass(() => left === 0);
  return { ...run, refused: tenant.quotas.refused };
}

/** Starts processes of the app, each of which answers messages; copies that wait come back to the process that has scheduled them. */
function startProcess(tenant: OtherTenant, time: VirtualTime, { urgent }: Lockout) {
  const { clock } = time;
  const ledger = inMemoryLedger();
  const policy = aPolicy({ tenantId: tenant.tenantId, ...(urgent && { urgent }) });
  return (): ((sent: Sent) => Promise<boolean>) => {
    const setting = { time, graph: GRAPH, isBounded: false };
    const copies: { readonly incoming: IncomingMessage; readonly at: Date }[] = [];
    const app = appOf([], setting, (incoming, at) => copies.push({ incoming, at }));
    const { client: _client, ...access } = graphAccess({
      endpoint: ENDPOINT,
      random: app.random,
      newId: randomUUID,
      credential: virtualCredential(tenant),
      httpClient: virtualGraph(tenant, clock, GRAPH),
      clock,
    });
    const dependencies: Dependencies = { ...app, ...access, policy, ledger };
    const answer = async ({ incoming }: Sent): Promise<boolean> => {
      const { published } = await processMessage(dependencies, incoming);
      const [answered] = published;
      if (answered && answered.outcome.status !== 'signOutPending')
        throw new Error(JSON.stringify(answered.outcome));
      if (answered) return true;
      const copy = copies.shift();
      if (!copy) throw new Error('A message has neither an outcome nor a copy.');
      await clock.sleep(copy.at.getTime() - clock.now().getTime());
      return answer(copy);
    };
    return answer;
  };
}

function messageOf(user: number, now: Date, more: object = {}): IncomingMessage {
  const body = Buffer.from(JSON.stringify({ user: `user${String(user)}@contoso.com`, ...more }));
  const origin = { messageId: `m-${String(user)}`, enqueuedAt: now.toISOString() };
  return { body, history: { origin, attempts: 0, receivedBy: 'queue' } };
}
