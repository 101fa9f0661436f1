import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { ServiceBusMessage } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import fc from 'fast-check';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { StorageGate } from '../../local/storage/storage-gate';
import { openStorageGate } from '../../local/storage/storage-gate';
import { eventually } from '../support/eventually';
import { receive } from '../support/received';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';
import { ONE_QUEUE } from '../support/one-queue';

const REQUESTS = 500;
const KILLS = 5;
/** So many of the messages are not requests, and so many requests name two more users. */
const UNREADABLE = 10;
const WITH_THREE_USERS = 20;
const USERS = REQUESTS - UNREADABLE + 2 * WITH_THREE_USERS;
/** This part of the writes to the ledger take effect, and their answers are lost. */
const LOST_ANSWERS = 0.02;
const LOCK_MS = 5000;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

let stack: LocalStack;
let gate: StorageGate;
let client: ServiceBusClient;
let record: TopicRecord;

const users = Array.from({ length: USERS }, (_, n) => ({
  id: `0a1b8f6e-3c52-4f0e-8a41-${n.toString(16).padStart(12, '0')}`,
  userPrincipalName: `user${String(n)}@contoso.com`,
}));

beforeAll(async () => {
  const request = { lockDurationMs: LOCK_MS, maxDeliveryCount: 10 };
  const rejected = { duplicateDetectionWindowMs: 600_000 };
  // The topic has no duplicate detection, so that every copy is seen.
  const topics = { 'revocation-results': { subscriptions: { all: {} } } };
  const queues = { 'revocation-requests': request, 'revocation-rejected': rejected };
  stack = await startLocalStack({
    projectFolder: join(__dirname, '../..'),
    users,
    topology: { queues, topics },
  });
  gate = await openStorageGate(stack.storage);
  const random = randomFrom(seed);
  gate.add({
    fits: ({ method }) => method !== 'GET' && random() < LOST_ANSWERS,
    times: Infinity,
    answer: 'lose',
  });
  client = new ServiceBusClient(stack.broker.connectionString);
  record = recordTopic(client, 'revocation-results', 'all');
  const host = await killRepeatedly(await start());
  const left = (): number =>
    stack.broker.length('revocation-requests') + stack.broker.scheduled('revocation-requests');
  await eventually('every request answered', () => record.count() >= USERS + UNREADABLE, 240_000);
  await eventually('the queue empty', () => left() === 0, 120_000);
  await host.stop();
}, 480_000);
afterAll(async () => {
  await client.close();
  await stack.stop();
  await gate.stop();
});

/** Numbers in (0, 1), evenly spread: Lehmer's generator. */
function randomFrom(start: number): () => number {
  let state = start + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function start(): Promise<HostProcess> {
  return stack.startHost({
    ...ONE_QUEUE,
    LEDGER_STORAGE: gate.connectionString,
    REVOCATION_POLICY: '{"brake":"none"}',
  });
}

/** Requests for every user, most for one and some for three, and some messages that are not requests. */
function messages(): ServiceBusMessage[] {
  const names = users.map(({ userPrincipalName }) => userPrincipalName);
  return Array.from({ length: REQUESTS }, (_, n) => {
    const messageId = `request-${String(n)}`;
    if (n % (REQUESTS / UNREADABLE) === 0)
      return { messageId, body: Buffer.from(`not a request ${messageId}`) };
    const named = names.splice(0, names.length > REQUESTS - n ? 3 : 1);
    return { messageId, body: Buffer.from(JSON.stringify({ users: named })) };
  });
}

async function killRepeatedly(first: HostProcess): Promise<HostProcess> {
  const sender = client.createSender('revocation-requests');
  await sender.sendMessages(messages());
  let host = first;
  // Three calls per user; work remains after the last kill.
  const moments = fc.sample(fc.integer({ min: 20, max: 3 * USERS - 100 }), { seed, numRuns: KILLS });
  for (const calls of moments.toSorted((one, other) => one - other)) {
    await eventually(`${String(calls)} calls of Graph`, () => stack.tenant.calls.length >= calls, 120_000);
    await host.kill();
    host = await start();
  }
  return host;
}

describe(`${String(KILLS)} kills under a load of ${String(REQUESTS)} requests, with a ledger that loses answers (SEED=${String(seed)})`, () => {
  it('leave an outcome for each user of every request', () => {
    const statuses = [...record.copies.values()].map(
      ([body]) => (JSON.parse(String(body)) as { subject: string }).subject,
    );
    expect(statuses.filter((status) => status === 'signOutPending')).toHaveLength(USERS);
    expect(statuses.filter((status) => status === 'rejected')).toHaveLength(UNREADABLE);
    expect(record.count()).toBe(USERS + UNREADABLE);
  });
  it('leave all copies of an outcome identical, byte for byte', () => {
    const different = [...record.copies].filter(
      ([, [first = Buffer.alloc(0), ...others]]) => !others.every((other) => other.equals(first)),
    );
    expect(different).toEqual([]);
  });
  it('have each user revoked once', () => {
    const revocations = Map.groupBy(stack.tenant.directory.revocations, ({ userId }) => userId);
    expect(users.filter(({ id }) => revocations.get(id)?.length !== 1)).toEqual([]);
  });
  it('leave the queues empty, except for the originals in quarantine', async () => {
    expect(stack.broker.length('revocation-requests')).toBe(0);
    expect(stack.broker.length('revocation-requests/$deadletterqueue')).toBe(0);
    expect(stack.broker.length('revocation-rejected')).toBe(UNREADABLE);
    const kept = await receive(client, 'revocation-rejected', UNREADABLE);
    expect(new Set(kept.map(({ body }) => String(body))).size).toBe(UNREADABLE);
  });
});
