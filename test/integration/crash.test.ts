import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { inParallel } from '../../shared/app/in-parallel';
import { requestPartition } from '../../shared/core/ids';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { StorageCall, StorageFault, StorageGate } from '../../local/storage/storage-gate';
import { openStorageGate } from '../../local/storage/storage-gate';
import { CONTOSO_TENANT_ID } from '../../local/tenant/contoso';
import type { UserSeed } from '../../local/tenant/directory';
import { eventually } from '../support/eventually';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';
import { ONE_QUEUE } from '../support/one-queue';

/** Where a process may be when it is killed: an effect is done, and the process has no answer yet. */
interface Moment {
  readonly after: string;
  /** Only the answer is lost: the process goes on. */
  readonly survives?: true;
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

type Answer = StorageFault['answer'];

/** Withholds, or loses, the answer to a write of the outcome's entry. */
const write =
  (method: string, text: string, answer: Answer = 'withhold') =>
  (place: Place, onTaken: () => void): void =>
    gate.add({
      fits: (call) => call.method === method && call.body.includes(text) && isOf(call, place),
      // When answers are lost, the client of table storage tries three times more.
      times: answer === 'lose' ? 4 : 1,
      answer,
      onTaken,
    });

const crashes: readonly Moment[] = [
  {
    after: 'the look-up',
    copies: 1,
    withhold: ({ user: { userPrincipalName: path } }, onTaken) =>
      stack.tenant.faults.add({ method: 'GET', path, times: 1, answer: 'hang', onTaken }),
  },
  { after: 'the lease and the intent', copies: 1, withhold: write('POST', '"intent"') },
  {
    after: 'the revocation',
    copies: 1,
    withhold: ({ user: { id: path } }, onTaken) =>
      stack.tenant.faults.add({
        method: 'POST',
        path,
        times: 1,
        answer: 'hang',
        takesEffect: true,
        onTaken,
      }),
  },
  {
    after: "Graph's answer to it",
    copies: 1,
    withhold: ({ user: { id: path } }, onTaken) =>
      stack.tenant.faults.add({ method: 'GET', path, times: 1, answer: 'hang', onTaken }),
  },
  { after: 'the record', copies: 1, withhold: write('PUT', '"body0"') },
  {
    after: 'the publication',
    copies: 2,
    withhold: ({ topic }, onTaken) =>
      stack.broker.faults.add({ at: 'send', address: topic, times: 1, answer: 'withhold', onTaken }),
  },
  { after: 'the mark of the publication', copies: 2, withhold: write('PATCH', '"published":true') },
  {
    after: 'the completion',
    copies: 1,
    withhold: ({ queue }, onTaken) =>
      stack.broker.faults.add({ at: 'complete', address: queue, times: 1, answer: 'withhold', onTaken }),
  },
];
const lostAnswers: readonly Moment[] = (
  [
    ['the lease and the intent', 'POST', '"intent"'],
    ['the record', 'PUT', '"body0"'],
    ['the mark of the publication', 'PATCH', '"published":true'],
  ] as const
).map(([after, method, text]) => ({
  after,
  copies: 1,
  withhold: write(method, text, 'lose'),
  survives: true,
}));
const moments = [...crashes, ...lostAnswers];

const places: readonly Place[] = moments.map((_moment, n) => ({
  queue: `requests-${String(n)}`,
  topic: `results-${String(n)}`,
  user: {
    id: `0a1b8f6e-3c52-4f0e-8a41-0000000000${String(n).padStart(2, '0')}`,
    userPrincipalName: `user${String(n)}@contoso.com`,
  },
  requestId: `request-${String(n)}`,
}));

const LOCK_MS = 3000;
/** So many apps run side by side. */
const AT_ONCE = 5;
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
});
afterAll(async () => {
  await client.close();
  await stack.stop();
  await gate.stop();
});

/** Kills the app at this moment of a request and starts it again, or lets it go on, and waits for the outcome. */
async function crash(moment: Moment, place: Place): Promise<TopicRecord> {
  const record = recordTopic(client, place.topic, 'all');
  const start = () =>
    stack.startHost({
      ...ONE_QUEUE,
      REVOCATION_QUEUE: place.queue,
      RESULTS_TOPIC: place.topic,
      LEDGER_STORAGE: gate.connectionString,
    });
  let host = await start();
  const taken = new Promise<void>((resolve) => moment.withhold(place, resolve));
  await client.createSender(place.queue).sendMessages({
    messageId: place.requestId,
    body: Buffer.from(JSON.stringify({ user: place.user.userPrincipalName, alert: { id: place.requestId } })),
  });
  await taken;
  if (!moment.survives) {
    await host.kill();
    host = await start();
  }
  const isAnswered = (): boolean => record.resultsOf(place.requestId).length > 0;
  const isEmpty = (): boolean => stack.broker.length(place.queue) + stack.broker.scheduled(place.queue) === 0;
  await eventually(`an outcome after a crash after ${moment.after}`, () => isAnswered() && isEmpty());
  await host.kill();
  return record;
}

const records = new Map<Moment, TopicRecord>();
beforeAll(
  () =>
    inParallel(moments, AT_ONCE, async (moment) => {
      const place = places[moments.indexOf(moment)];
      if (place) records.set(moment, await crash(moment, place));
    }),
  240_000,
);

/** One outcome, reported by identical copies, of one revocation; and nothing is left. */
function expectAnsweredOnce(moment: Moment): void {
  const place = places[moments.indexOf(moment)];
  const record = records.get(moment);
  const [bodies = []] = [...(record?.copies.values() ?? [])];
  expect(record?.count()).toBe(1);
  // A lock that ends while the machine is busy has the message delivered once more.
  expect(bodies.length).toBeGreaterThanOrEqual(moment.copies);
  for (const body of bodies) expect(body.equals(bodies[0] ?? Buffer.alloc(0))).toBe(true);
  expect(record?.resultsOf(place?.requestId ?? '')[0]?.subject).toBe('signOutPending');
  const revocations = stack.tenant.directory.revocations.filter(({ userId }) => userId === place?.user.id);
  expect(revocations).toHaveLength(1);
  expect(stack.broker.length(`${place?.queue ?? ''}/$deadletterqueue`)).toBe(0);
  expect(stack.broker.length('revocation-rejected')).toBe(0);
}

describe('a process that is killed leaves a request that the next process answers, and no second revocation', () => {
  it.each(crashes.map((moment) => [moment.after, moment] as const))('after %s', (_after, moment) =>
    expectAnsweredOnce(moment),
  );
});

describe('a ledger that loses its answer leaves a request that is answered, and no second revocation', () => {
  it.each(lostAnswers.map((moment) => [moment.after, moment] as const))('to %s', (_after, moment) =>
    expectAnsweredOnce(moment),
  );
});
