import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Quota } from '../../local/tenant/quota';
import { takeOutcomes } from './arrivals';
import type { Contender } from './contender';
import { startContender } from './contender';
import { maxConcurrentCalls, membersOf, packagedApp, projectFolder } from './setting';

// A run of a mass compromise for real: so many users are on the queue, and several instances compete for them.

/** What is on the queue, and the quota of the tenant. */
export interface Lockout {
  readonly users: number;
  readonly quota: Quota;
  /** How many alerts with ids of their own are about each user. Absent: one request each, without an alert. */
  readonly alertsPerUser?: number;
}

/** Settings of an app in addition to those of the stack. */
export type Settings = Readonly<Record<string, string>>;

export interface LockoutRun {
  /** From the first revocation to the last. */
  readonly ms: number;
  /** From the start to the last outcome. */
  readonly allMs: number;
  readonly calls: number;
  readonly refused: number;
  readonly lost: number;
  readonly twice: number;
}

export type StartInstance = (stack: LocalStack, instance: number) => Promise<Contender>;

const QUEUE = 'lockout';
const MAY_TAKE_MS = 600_000;
const BATCH = 500;

/** Starts so many instances on a full queue, and waits until every request has its outcome. */
export async function runLockout(
  lockout: Lockout,
  instances: number,
  start: StartInstance,
): Promise<LockoutRun> {
  const { users, quota, alertsPerUser = 1 } = lockout;
  const topology = {
    queues: { [QUEUE]: { lockDurationMs: 60_000 }, 'revocation-rejected': {} },
    topics: { 'revocation-results': { subscriptions: { bench: {} } } },
  };
  const stack = await startLocalStack({
    projectFolder,
    users: membersOf(users),
    topology,
    quotas: { writes: quota },
  });
  const client = new ServiceBusClient(stack.broker.connectionString);
  const arrivals = takeOutcomes(client);
  await fill(client, lockout);
  const contenders = await Promise.all(
    Array.from({ length: instances }, (_, instance) => start(stack, instance)),
  );
  const startedAt = performance.now();
  const outcomes = users * alertsPerUser;
  while (arrivals.different() < outcomes && performance.now() - startedAt < MAY_TAKE_MS) await sleep(50);
  const allMs = performance.now() - startedAt;
  const { revocations } = stack.tenant.directory;
  const ended: LockoutRun = {
    ms: (revocations.at(-1)?.atMs ?? 0) - (revocations[0]?.atMs ?? 0),
    allMs,
    calls: revocations.length,
    refused: stack.tenant.quotas.refused,
    lost: outcomes - arrivals.different(),
    twice: revocations.length - new Set(revocations.map(({ userId }) => userId)).size,
  };
  for (const contender of contenders) await contender.stop();
  await client.close();
  await stack.stop();
  return ended;
}

/** An instance of the packaged app. */
export function appWith(settings: Settings): StartInstance {
  return ({ environment }, instance) =>
    startContender({
      name: `app ${String(instance)}`,
      module: join(projectFolder, 'build/local/host/main.js'),
      args: [packagedApp],
      environment: { ...environment, REVOCATION_QUEUE: QUEUE, ...settings },
    });
}

/** The same work in the straightest loop: each request that is refused waits for Retry-After, and tries again. */
export const plainLoop: StartInstance = ({ environment }, instance) =>
  startContender({
    name: `loop ${String(instance)}`,
    module: join(__dirname, 'bare-loop.js'),
    environment: {
      ...environment,
      REVOCATION_QUEUE: QUEUE,
      MAX_CONCURRENT_CALLS: String(maxConcurrentCalls()),
    },
  });

/** A burst mixes the alerts: each user has one before any has another. */
async function fill(client: ServiceBusClient, { users, alertsPerUser }: Lockout): Promise<void> {
  const sender = client.createSender(QUEUE);
  const count = users * (alertsPerUser ?? 1);
  for (let sent = 0; sent < count; sent += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, count - sent) }, (_, at) => {
      const n = sent + at;
      const user = `user${String(n % users)}@contoso.com`;
      const body =
        alertsPerUser === undefined ? { user } : { user, alert: { provider: 'SIEM', id: `a-${String(n)}` } };
      return { messageId: `lockout-${String(n)}`, body: Buffer.from(JSON.stringify(body)) };
    });
    await sender.sendMessages(messages);
  }
  await sender.close();
}

/** The least that a quota allows, in ms: a full bucket at once, and the rest as it flows in. */
export function leastMs({ users, quota: { calls, windowMs } }: Lockout): number {
  return Math.max(0, ((users - calls) * windowMs) / calls);
}
