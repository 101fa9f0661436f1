import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { requestPartition } from '../../shared/core/ids';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { StorageCall, StorageGate } from '../../local/storage/storage-gate';
import { openStorageGate } from '../../local/storage/storage-gate';
import { CONTOSO_TENANT_ID } from '../../local/tenant/contoso';
import type { UserSeed } from '../../local/tenant/directory';
import { eventually } from '../support/eventually';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

/** Where a process may be when it is killed: an effect is done, and the process has no answer yet. */
interface Moment {
  readonly after: string;
  /** How often the user's sessions end up being revoked. */
  readonly revocations: number;
  /** How often the outcome is on the topic. */
  readonly copies: number;
  /** Withholds the answer to the effect, and calls back when the effect is done. */
  readonly withhold: (of: Place, onTaken: () => void) => void;
}

/** What one moment has of its own, so that all can be tested side by side. */
interface Place {
  readonly queue: string;
  readonly topic: string;
  readonly user: UserSeed;
  readonly requestId: string;
}

const isOf = ({ target, body }: StorageCall, { requestId }: Place): boolean => {
  const partition = requestPartition({ tenantId: CONTOSO_TENANT_ID, requestId });
  return `${target}${body}`.includes(partition) && /\buser-/.test(`${target}${body}`);
};

const moments: readonly Moment[] = [
  {
    after: 'the lease',
    revocations: 1,
    copies: 1,
    withhold: (place, onTaken) =>
      gate.add({
        fits: (call) => call.method === 'POST' && isOf(call, place),
        times: 1,
        answer: 'withhold',
        onTaken,
      }),
  },
  {
    after: 'the look-up',
    revocations: 1,
    copies: 1,
    withhold: ({ user }, onTaken) =>
      stack.tenant.faults.add({
        method: 'GET',
        path: user.userPrincipalName,
        times: 1,
        answer: 'hang',
        onTaken,
      }),
  },
  {
    after: 'the revocation',
    revocations: 2,
    copies: 1,
    withhold: ({ user }, onTaken) =>
      stack.tenant.faults.add({
        method: 'POST',
        path: user.id,
        times: 1,
        answer: 'hang',
        takesEffect: true,
        onTaken,
      }),
  },
  {
    after: "Graph's answer to it",
    revocations: 2,
    copies: 1,
    withhold: ({ user }, onTaken) =>
      stack.tenant.faults.add({ method: 'GET', path: user.id, times: 1, answer: 'hang', onTaken }),
  },
  {
    after: 'the record',
    revocations: 1,
    copies: 1,
    withhold: (place, onTaken) =>
      gate.add({
        fits: (call) => call.method === 'PUT' && call.body.includes('"body0"') && isOf(call, place),
        times: 1,
        answer: 'withhold',
        onTaken,
      }),
  },
  {
    after: 'the publication',
    revocations: 1,
    copies: 2,
    withhold: ({ topic }, onTaken) =>
      stack.broker.faults.add({ at: 'send', address: topic, times: 1, answer: 'withhold', onTaken }),
  },
  {
    after: 'the completion',
    revocations: 1,
    copies: 1,
    withhold: ({ queue }, onTaken) =>
      stack.broker.faults.add({ at: 'complete', address: queue, times: 1, answer: 'withhold', onTaken }),
  },
];

const places: readonly Place[] = moments.map((_moment, n) => ({
  queue: `requests-${String(n)}`,
  topic: `results-${String(n)}`,
  user: {
    id: `0a1b8f6e-3c52-4f0e-8a41-00000000000${String(n)}`,
    userPrincipalName: `user${String(n)}@contoso.com`,
  },
  requestId: `request-${String(n)}`,
}));

const LOCK_MS = 3000;
let stack: LocalStack;
let gate: StorageGate;
let client: ServiceBusClient;

beforeAll(async () => {
  const queue = { lockDurationMs: LOCK_MS };
  const queues = Object.fromEntries(places.map((place) => [place.queue, queue]));
  // Without duplicate detection, so that every copy is seen.
  const topics = Object.fromEntries(places.map(({ topic }) => [topic, { subscriptions: { all: {} } }]));
  stack = await startLocalStack({
    projectFolder: join(__dirname, '../..'),
    users: places.map(({ user }) => user),
    topology: { queues: { ...queues, 'revocation-rejected': {} }, topics },
  });
  gate = await openStorageGate(stack.storage);
  client = new ServiceBusClient(stack.broker.connectionString);
}, 60_000);
afterAll(async () => {
  await client.close();
  await stack.stop();
  await gate.stop();
});

/** Kills the app at this moment of a request, starts it again, and waits for the outcome. */
async function crash(moment: Moment, place: Place): Promise<TopicRecord> {
  const record = recordTopic(client, place.topic, 'all');
  const start = () =>
    stack.startHost({
      REVOCATION_QUEUE: place.queue,
      RESULTS_TOPIC: place.topic,
      LEDGER_STORAGE: gate.connectionString,
    });
  const host = await start();
  const taken = new Promise<void>((resolve) => moment.withhold(place, resolve));
  await client.createSender(place.queue).sendMessages({
    messageId: place.requestId,
    body: Buffer.from(JSON.stringify({ user: place.user.userPrincipalName, alert: { id: place.requestId } })),
  });
  await taken;
  await host.kill();
  await start();
  const isAnswered = (): boolean => record.resultsOf(place.requestId).length > 0;
  const isEmpty = (): boolean => stack.broker.length(place.queue) + stack.broker.scheduled(place.queue) === 0;
  await eventually(`an outcome after a crash after ${moment.after}`, () => isAnswered() && isEmpty(), 45_000);
  return record;
}

describe('a process that is killed leaves a request that is answered by the next process', () => {
  const crashes = new Map<Moment, Promise<TopicRecord>>();
  beforeAll(() => {
    moments.forEach((moment, n) => {
      const place = places[n];
      if (place) crashes.set(moment, crash(moment, place));
    });
    return Promise.allSettled(crashes.values());
  }, 120_000);

  it.each(moments.map((moment, n) => [moment.after, moment, places[n]] as const))(
    'after %s',
    async (_after, moment, place) => {
      const record = await crashes.get(moment);
      const [bodies = []] = [...(record?.copies.values() ?? [])];
      expect(record?.count()).toBe(1);
      expect(bodies).toHaveLength(moment.copies);
      for (const body of bodies) expect(body.equals(bodies[0] ?? Buffer.alloc(0))).toBe(true);
      expect(record?.resultsOf(place?.requestId ?? '')[0]?.subject).toBe('signOutPending');
      const revocations = stack.tenant.directory.revocations.filter(
        ({ userId }) => userId === place?.user.id,
      );
      expect(revocations).toHaveLength(moment.revocations);
      expect(stack.broker.length(`${place?.queue ?? ''}/$deadletterqueue`)).toBe(0);
      expect(stack.broker.length('revocation-rejected')).toBe(0);
    },
  );
});
