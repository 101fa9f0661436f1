import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { ServiceBusMessage } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import fc from 'fast-check';
import { outcomeKey, requestPartition } from '../../shared/core/ids';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { StorageGate } from '../../local/storage/storage-gate';
import { openStorageGate } from '../../local/storage/storage-gate';
import { CONTOSO_TENANT_ID } from '../../local/tenant/contoso';
import { eventually } from '../support/eventually';
import { receive } from '../support/received';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

const REQUESTS = 500;
const KILLS = 5;
/** Of the requests, so many are none, and so many name two users more. */
const UNREADABLE = 10;
const WITH_THREE_USERS = 20;
const USERS = REQUESTS - UNREADABLE + 2 * WITH_THREE_USERS;
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
const requestOf = new Map<string, string>();

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
  client = new ServiceBusClient(stack.broker.connectionString);
  record = recordTopic(client, 'revocation-results', 'all');
  const host = await killAgainAndAgain(await start());
  const left = (): number =>
    stack.broker.length('revocation-requests') + stack.broker.scheduled('revocation-requests');
  await eventually('every request answered', () => record.count() >= USERS + UNREADABLE, 120_000);
  await eventually('the queue empty', () => left() === 0, 60_000);
  await host.stop();
}, 240_000);
afterAll(async () => {
  await client.close();
  await stack.stop();
  await gate.stop();
});

function start(): Promise<HostProcess> {
  return stack.startHost({ LEDGER_STORAGE: gate.connectionString });
}

/** Requests for every user: most for one, some for three, and some that are no request at all. */
function messages(): ServiceBusMessage[] {
  const names = users.map(({ userPrincipalName }) => userPrincipalName);
  return Array.from({ length: REQUESTS }, (_, n) => {
    const messageId = `request-${String(n)}`;
    if (n % (REQUESTS / UNREADABLE) === 0) return { messageId, body: Buffer.from(`no request ${messageId}`) };
    const named = names.splice(0, names.length > REQUESTS - n ? 3 : 1);
    for (const name of named) requestOf.set(name, messageId);
    return { messageId, body: Buffer.from(JSON.stringify({ users: named })) };
  });
}

/** Users whom a kill found between Graph's answer and the record; one entry for each kill that did. */
const foundInBetween: string[] = [];

async function killAgainAndAgain(first: HostProcess): Promise<HostProcess> {
  const sender = client.createSender('revocation-requests');
  await sender.sendMessages(messages());
  let host = first;
  // Three calls a user; the last kill leaves something to do.
  const moments = fc.sample(fc.integer({ min: 20, max: 3 * USERS - 100 }), { seed, numRuns: KILLS });
  for (const calls of moments.toSorted((one, other) => one - other)) {
    await eventually(`${String(calls)} calls of Graph`, () => stack.tenant.calls.length >= calls, 60_000);
    await host.kill();
    host = await start();
    noteWhoWasInBetween();
  }
  return host;
}

function noteWhoWasInBetween(): void {
  const recorded = gate.done.filter(({ method, body }) => method === 'PUT' && body.includes('"body0"'));
  const revoked = new Set(stack.tenant.directory.revocations.map(({ userId }) => userId));
  for (const { id, userPrincipalName } of users) {
    const requestId = requestOf.get(userPrincipalName) ?? '';
    const { partition, row } = outcomeKey(requestPartition({ tenantId: CONTOSO_TENANT_ID, requestId }), {
      kind: 'userPrincipalName',
      userPrincipalName,
    });
    const isRecorded = recorded.some(({ target }) => target.includes(partition) && target.includes(row));
    if (revoked.has(id) && !isRecorded) foundInBetween.push(id);
  }
}

describe(`${String(KILLS)} kills under a load of ${String(REQUESTS)} requests (SEED=${String(seed)})`, () => {
  it('leave every request with its outcomes', () => {
    const statuses = [...record.copies.values()].map(
      ([body]) => (JSON.parse(String(body)) as { subject: string }).subject,
    );
    expect(statuses.filter((status) => status === 'signOutPending')).toHaveLength(USERS);
    expect(statuses.filter((status) => status === 'rejected')).toHaveLength(UNREADABLE);
    expect(record.count()).toBe(USERS + UNREADABLE);
  });
  it('leave all copies of an outcome the same, byte for byte', () => {
    const different = [...record.copies].filter(
      ([, [first = Buffer.alloc(0), ...others]]) => !others.every((other) => other.equals(first)),
    );
    expect(different).toEqual([]);
  });
  it('have nobody revoked again but who was between the answer of Graph and the record', () => {
    const tooOften = users.filter(({ id }) => {
      const revocations = stack.tenant.directory.revocations.filter(({ userId }) => userId === id).length;
      const allowed = 1 + foundInBetween.filter((found) => found === id).length;
      return revocations < 1 || revocations > allowed;
    });
    expect(tooOften).toEqual([]);
  });
  it('leave the queues empty, but for the originals that belong in quarantine', async () => {
    expect(stack.broker.length('revocation-requests')).toBe(0);
    expect(stack.broker.length('revocation-requests/$deadletterqueue')).toBe(0);
    expect(stack.broker.length('revocation-rejected')).toBe(UNREADABLE);
    const kept = await receive(client, 'revocation-rejected', UNREADABLE);
    expect(new Set(kept.map(({ body }) => String(body))).size).toBe(UNREADABLE);
  });
});
