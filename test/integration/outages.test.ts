import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { StorageGate } from '../../local/storage/storage-gate';
import { openStorageGate } from '../../local/storage/storage-gate';
import { failure } from '../../local/tenant/graph-api';
import { eventually } from '../support/eventually';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';
import { ONE_QUEUE } from '../support/one-queue';

const USERS = 20;
const BROKER_IS_DOWN_MS = 5000;

/** A backend that is unavailable for a while, with a queue, a topic and users of its own. */
interface Outage {
  readonly of: string;
  readonly begin: () => void;
  readonly end: () => void;
  /** How many users can be revoked while it lasts. */
  readonly revokedMeanwhile: number;
}

const outages: readonly Outage[] = [
  {
    of: 'graph',
    begin: () => stack.tenant.faults.add({ path: 'graph-', times: Infinity, answer: failure(503, '', '') }),
    end: () => stack.tenant.faults.clear(),
    revokedMeanwhile: 0,
  },
  {
    of: 'ledger',
    begin: () => gate.add({ fits: () => true, times: Infinity, answer: 'drop' }),
    end: () => gate.clear(),
    revokedMeanwhile: 0,
  },
  {
    of: 'topic',
    begin: () =>
      stack.broker.faults.add({ at: 'send', address: 'results-topic', times: Infinity, answer: 'reject' }),
    end: () => stack.broker.faults.clear(),
    revokedMeanwhile: USERS,
  },
];

let stack: LocalStack;
let gate: StorageGate;
let client: ServiceBusClient;

const usersOf = (of: string) =>
  Array.from({ length: USERS }, (_, n) => ({
    id: `0a1b8f6e-3c52-4f0e-8a41-${Buffer.from(of.slice(0, 4)).toString('hex')}${n.toString(16).padStart(4, '0')}`,
    userPrincipalName: `${of}-${String(n)}@contoso.com`,
  }));
const revocationsFor = (of: string): number[] =>
  usersOf(of).map(
    ({ id }) => stack.tenant.directory.revocations.filter(({ userId }) => userId === id).length,
  );
const left = (of: string): number =>
  stack.broker.length(`requests-${of}`) + stack.broker.scheduled(`requests-${of}`);

beforeAll(async () => {
  const all = [...outages.map(({ of }) => of), 'broker'];
  const queues = Object.fromEntries(all.map((of) => [`requests-${of}`, { lockDurationMs: 5000 }]));
  // Without duplicate detection, so that every copy is seen.
  const topics = Object.fromEntries(all.map((of) => [`results-${of}`, { subscriptions: { all: {} } }]));
  stack = await startLocalStack({
    projectFolder: join(__dirname, '../..'),
    users: all.flatMap(usersOf),
    topology: { queues: { ...queues, 'revocation-rejected': {} }, topics },
  });
  gate = await openStorageGate(stack.storage);
  client = new ServiceBusClient(stack.broker.connectionString);
  await Promise.all(
    all.map((of) =>
      stack.startHost({
        REVOCATION_QUEUE: `requests-${of}`,
        RESULTS_TOPIC: `results-${of}`,
        // Each host waits on a queue of its own, and is to revoke more users than the brake allows.
        ...ONE_QUEUE,
        REVOCATION_POLICY: '{"brake":"none"}',
        ...(of === 'ledger' && { LEDGER_STORAGE: gate.connectionString }),
      }),
    ),
  );
});
afterAll(async () => {
  await client.close();
  await stack.stop();
  await gate.stop();
});

async function askForAll(of: string): Promise<void> {
  const sender = client.createSender(`requests-${of}`);
  await sender.sendMessages(
    usersOf(of).map(({ userPrincipalName }) => ({
      messageId: userPrincipalName,
      body: Buffer.from(JSON.stringify({ user: userPrincipalName })),
    })),
  );
  await sender.close();
}

interface Lasted {
  readonly record: TopicRecord;
  readonly revokedMeanwhile: number;
}

/** Lets an outage last until requests wait for its end, and waits until the queue has drained by itself. */
async function lastAndEnd({ of, begin, end }: Outage): Promise<Lasted> {
  const record = recordTopic(client, `results-${of}`, 'all');
  begin();
  await askForAll(of);
  await eventually(
    `requests that wait for the ${of}`,
    () => stack.broker.scheduled(`requests-${of}`) === USERS,
    60_000,
  );
  expect(record.count()).toBe(0);
  const revokedMeanwhile = revocationsFor(of).filter((times) => times > 0).length;
  end();
  await eventually(
    `outcomes after the outage of the ${of}`,
    () => record.count() === USERS && left(of) === 0,
    60_000,
  );
  return { record, revokedMeanwhile };
}

describe('requests wait while a backend is unavailable, and afterwards each is answered once:', () => {
  const lasted = new Map<Outage, Promise<Lasted>>();
  beforeAll(() => {
    for (const outage of outages) lasted.set(outage, lastAndEnd(outage));
    return Promise.allSettled(lasted.values());
  }, 150_000);

  it.each(outages.map((outage) => [outage.of, outage] as const))('%s', async (of, outage) => {
    const { record, revokedMeanwhile } = (await lasted.get(outage)) ?? {};
    expect(revokedMeanwhile).toBe(outage.revokedMeanwhile);
    expect([...(record?.copies.values() ?? [])].map(({ length }) => length)).toEqual(Array(USERS).fill(1));
    const subjects = usersOf(of).map(
      ({ userPrincipalName }) => record?.resultsOf(userPrincipalName)[0]?.subject,
    );
    expect(new Set(subjects)).toEqual(new Set(['signOutPending']));
    expect(revocationsFor(of)).toEqual(Array(USERS).fill(1));
    // Waiting is not a failed delivery: the broker has dead-lettered no message.
    expect(stack.broker.length(`requests-${of}/$deadletterqueue`)).toBe(0);
    expect(stack.broker.length('revocation-rejected')).toBe(0);
  });
});

describe('while the broker is unavailable', () => {
  it('no request is lost, and no user is revoked twice', async () => {
    await askForAll('broker');
    await eventually('the first revocation', () => revocationsFor('broker').some((times) => times > 0));
    // A client of this process would keep trying to connect.
    await client.close();
    await stack.broker.suspend();
    await sleep(BROKER_IS_DOWN_MS);
    await stack.broker.resume();
    client = new ServiceBusClient(stack.broker.connectionString);
    const record = recordTopic(client, 'results-broker', 'all');
    await eventually('every outcome', () => record.count() === USERS && left('broker') === 0, 90_000);
    expect(revocationsFor('broker')).toEqual(Array(USERS).fill(1));
    for (const [first, ...others] of record.copies.values()) {
      for (const other of others) expect(first && other.equals(first)).toBe(true);
    }
    expect(stack.broker.length('requests-broker/$deadletterqueue')).toBe(0);
  });
});
