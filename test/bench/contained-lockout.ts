import { randomUUID } from 'node:crypto';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import { otherTenant } from '../../local/tenant/other-tenant';
import { documentedWrites } from '../../local/tenant/quota';
import { graphAccess } from '../../shared/adapters/graph/graph-access';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { inMemoryTickets } from '../../shared/adapters/ledger/in-memory-tickets';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { cloudNamed } from '../../shared/config/clouds';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { aPolicy } from '../support/builders';
import { containedMembers, containedRequest, fillTenant } from './contained-accounts';
import { maxConcurrentCalls } from './setting';
import { slots } from './slots';
import { appOf } from './tenants-app';
import { ENDPOINT, virtualCredential, virtualGraph } from './virtual-graph';
import type { VirtualTime } from './virtual-time';

/** A mass compromise in virtual time, with steps beside each revocation. */
export interface ContainedLockout {
  readonly users: number;
  readonly instances: number;
  readonly steps: readonly ContainmentStep[];
  /** The alerts are severe: the first hundred users of each instance are urgent. */
  readonly isUrgent: boolean;
}

/** Times are virtual, in ms from the start. */
export interface ContainedLockoutRun {
  /** The first write of half of the users, and of the last: it disables or revokes. */
  readonly reachedMs: { readonly half: number; readonly last: number };
  /** The last user's first revocation, and the last disabling. */
  readonly revokedMs: number;
  readonly disabledMs: number;
  /** The last write. */
  readonly doneMs: number;
  /** The end of the last message. One whose outcome did not wait for a step comes back once more, to find that it is reported. */
  readonly endedMs: number;
  /** Writes that Graph has accepted, of which the documented quota has a limit. */
  readonly writes: number;
  /** In these ms the quota allows as many, if all of it is used from the start. */
  readonly leastMs: number;
  readonly refused: number;
  /** Messages that came back later. */
  readonly copies: number;
  readonly disabled: number;
  readonly revocations: number;
}

/** Of each call of Graph. */
const GRAPH = { latencyMs: { reads: 50, writes: 50 } };
const QUOTA = { ...documentedWrites, retryAfterMs: 10_000 };
const SIGNED_OUT = 'signOutPending';

/** Runs instances of the app, each with a pace of its own, which share a tenant, a ledger and queues. */
export async function runContainedLockout(
  time: VirtualTime,
  { users, instances, steps, isUrgent }: ContainedLockout,
): Promise<ContainedLockoutRun> {
  const { clock } = time;
  const policy = aPolicy({
    ...(steps.length > 0 && { containment: [{ steps, mayAsk: [], when: {}, lookBackMs: 0 }] }),
    ...(!isUrgent && { urgent: { sources: [], users: 0, windowMs: 600_000 } }),
  });
  const members = containedMembers(users);
  const tenant = otherTenant({ tenantId: policy.tenantId, users: members, quotas: { writes: QUOTA } }, '');
  fillTenant(tenant, members, clock.now());
  const startMs = clock.monotonicMs();
  const run = { endedMs: 0, writes: 0, copies: 0 };
  const firstAt = {
    any: new Map<string, number>(),
    POST: new Map<string, number>(),
    PATCH: new Map<string, number>(),
  };
  let doneMs = 0;
  const httpClient = countedGraph(tenant, time, (userId, method) => {
    run.writes++;
    doneMs = clock.monotonicMs() - startMs;
    for (const kind of ['any', method] as const)
      if (!firstAt[kind].has(userId)) firstAt[kind].set(userId, doneMs);
  });
  let open = users;
  const schedule = (incoming: IncomingMessage, at: Date): void => {
    run.copies++;
    open++;
    void clock.sleep(at.getTime() - clock.now().getTime()).then(() => waits.push(incoming));
  };
  const shared = { ledger: inMemoryLedger(), tickets: inMemoryTickets() };
  const start = (): Dependencies => {
    const app = appOf([], { time, graph: GRAPH, isBounded: false }, schedule);
    const {
      client: _client,
      containmentClient: _containmentClient,
      ...access
    } = graphAccess(
      {
        endpoint: ENDPOINT,
        random: app.random,
        newId: randomUUID,
        credential: virtualCredential(tenant),
        httpClient,
        clock,
      },
      undefined,
      { tenantId: policy.tenantId, cloud: cloudNamed('global'), tickets: shared.tickets },
    );
    return { ...app, ...access, policy, ledger: shared.ledger };
  };
  const received = (): { push(incoming: IncomingMessage): void } => {
    const apps = Array.from({ length: instances }, start);
    return slots<IncomingMessage>(instances * maxConcurrentCalls(), async (incoming, slot) => {
      const app = apps[slot % instances];
      if (!app) throw new Error('There is no such instance.');
      const { published } = await processMessage(app, incoming);
      for (const { outcome } of published)
        if (outcome.status !== SIGNED_OUT) throw new Error(JSON.stringify(outcome));
      open--;
      run.endedMs = clock.monotonicMs() - startMs;
    });
  };
  const [requests, waits] = [received(), received()];
  for (const { id } of members) requests.push(messageOf(id, clock.now()));
  await time.pass(() => open === 0);
  const perMs = QUOTA.calls / QUOTA.windowMs;
  return {
    ...run,
    doneMs,
    reachedMs: { half: [...firstAt.any.values()].at(users / 2 - 1) ?? NaN, last: lastOf(firstAt.any) },
    revokedMs: lastOf(firstAt.POST),
    disabledMs: lastOf(firstAt.PATCH),
    leastMs: Math.max(0, run.writes - QUOTA.calls) / perMs,
    refused: tenant.quotas.refused,
    disabled: tenant.directory.users.filter(({ accountEnabled }) => !accountEnabled).length,
    revocations: tenant.directory.revocations.length,
  };
}

type WriteMethod = 'POST' | 'PATCH';

/** Entries of a map are in the order in which they were set. */
function lastOf(firstAt: ReadonlyMap<string, number>): number {
  return [...firstAt.values()].at(-1) ?? 0;
}

function countedGraph(
  tenant: OtherTenant,
  { clock }: VirtualTime,
  onWrite: (userId: string, method: WriteMethod) => void,
): HttpClient {
  const graph = virtualGraph(tenant, clock, GRAPH);
  return {
    sendRequest: async (request) => {
      const response = await graph.sendRequest(request);
      const { method, url } = request;
      const [, userId = ''] = /\/users\/([^/?]+)/.exec(url) ?? [];
      if ((method === 'POST' || method === 'PATCH') && response.status < 300) onWrite(userId, method);
      return response;
    },
  };
}

function messageOf(user: string, now: Date): IncomingMessage {
  const body = containedRequest(user, now);
  const origin = { messageId: `lockout-${user}`, enqueuedAt: now.toISOString() };
  return { body, history: { origin, attempts: 0, receivedBy: 'queue' } };
}
