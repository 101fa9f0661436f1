import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusClient, ServiceBusSender } from '@azure/service-bus';
import type { UserSeed } from '../../local/tenant/directory';
import type { Tenant } from '../../local/tenant/tenant';
import { containedRequest } from './contained-accounts';
import type { Contender } from './contender';

/** If no outcome arrives for longer than this, in ms, one is lost. */
const NOTHING_COMES_MS = 60_000;
/** When Graph has not been called for so long, in ms, all that was asked for is done. */
const QUIET_MS = 1500;

/** Where requests about users are sent to, and what they are seen on. */
export interface ContainedLine {
  readonly tenant: Tenant;
  readonly sender: ServiceBusSender;
  readonly contender: Contender;
  readonly outcomes: Outcomes;
  readonly raisedAt: Date;
}

/** When the outcome of each request arrived, from `performance.now()`, by the id of the request. */
export type Outcomes = ReadonlyMap<unknown, number>;

/** Of one user, in ms from the send of the request. */
export interface UserTimes {
  readonly revoked: number;
  /** The later revocation, where there are two. */
  readonly revokedAgain: number;
  readonly outcome: number;
}

/** What a number of users took. */
export interface ContainedTimes {
  readonly users: readonly UserTimes[];
  readonly callsPerUser: number;
  /** Connections to Graph that were opened. */
  readonly connections: number;
  readonly cpuMsPerUser: number;
}

/** Notes when outcomes of users who were signed out arrive on the topic. */
export function takeOutcomeTimes(client: ServiceBusClient, topic: string): Outcomes {
  const times = new Map<unknown, number>();
  const receiver = client.createReceiver(topic, 'bench', {
    receiveMode: 'receiveAndDelete',
    skipParsingBodyAsJson: true,
  });
  receiver.subscribe(
    {
      processMessage: ({ correlationId, applicationProperties }) => {
        const status = applicationProperties?.['status'];
        // Undefined: the event of a method, and no outcome.
        if (status === 'signOutPending') times.set(correlationId, performance.now());
        else if (status !== undefined) console.error(`An outcome is ${String(status)}.`);
        return Promise.resolve();
      },
      processError: ({ error }) => Promise.reject(error),
    },
    { maxConcurrentCalls: 100 },
  );
  return times;
}

/** Sends a request for each user, so many at once, and those after them when all outcomes have come. */
export async function timeUsers(
  { tenant, sender, contender, outcomes, raisedAt }: ContainedLine,
  users: readonly UserSeed[],
  atOnce: number,
): Promise<ContainedTimes> {
  const { calls, directory } = tenant;
  const opened = tenant.connections();
  const before = { calls: calls.length, cpuMs: contender.cpuMs() ?? Number.NaN };
  const sentAtMs = new Map<string, number>();
  for (let from = 0; from < users.length; from += atOnce) {
    const sent = users.slice(from, from + atOnce);
    for (const { id } of sent) sentAtMs.set(id, performance.now());
    await sender.sendMessages(
      sent.map(({ id }) => ({ body: containedRequest(id, raisedAt), messageId: id })),
    );
    await all(sent, outcomes);
  }
  await quiet(tenant);
  const times = users.map(({ id }): UserTimes => {
    const sentMs = sentAtMs.get(id) ?? Number.NaN;
    const revoked = directory.revocations.flatMap(({ userId, atMs }) => (userId === id ? [atMs] : []));
    const [first = Number.NaN, ...more] = revoked.map((atMs) => atMs - sentMs);
    return {
      revoked: first,
      revokedAgain: more.at(-1) ?? first,
      outcome: (outcomes.get(id) ?? Number.NaN) - sentMs,
    };
  });
  return {
    users: times,
    callsPerUser: (calls.length - before.calls) / users.length,
    connections: tenant.connections() - opened,
    cpuMsPerUser: ((contender.cpuMs() ?? Number.NaN) - before.cpuMs) / users.length,
  };
}

async function all(users: readonly UserSeed[], outcomes: Outcomes): Promise<void> {
  const endsAtMs = performance.now() + NOTHING_COMES_MS;
  while (users.some(({ id }) => !outcomes.has(id))) {
    if (performance.now() > endsAtMs) throw new Error('Not all outcomes came.');
    await sleep(1);
  }
}

async function quiet({ calls }: Tenant): Promise<void> {
  for (let seen = -1; seen !== calls.length; await sleep(QUIET_MS)) seen = calls.length;
}
