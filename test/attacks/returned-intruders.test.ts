import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokerTime } from '../../shared/app/broker-time';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { Revoker } from '../../shared/ports/revoker';
import { aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';

const avery = members[0]?.id ?? '';

/** An intruder is found some ms after what happened before, and an alert is put on the queue. */
interface Found {
  readonly afterMs: number;
  /** By how much the broker that receives it is ahead of the other one, in ms. */
  readonly brokerMs: number;
  /** What comes: an alert, an urgent one, or a request of a person. */
  readonly asks: 'alert' | 'urgent' | 'person';
}

/** How a call to revoke goes: what happens before it takes effect, and then before it is answered. */
interface Call {
  readonly before: readonly Found[];
  readonly after: readonly Found[];
  readonly endsProcess: boolean;
}

interface Story {
  /** By how much the brokers are ahead of the app, and the store of the brokers, in ms. */
  readonly clocks: { readonly brokerMs: number; readonly storeMs: number };
  /** What waits on the queue is delivered, side by side, after each of these groups has come. */
  readonly deliveries: readonly (readonly Found[])[];
  readonly calls: readonly Call[];
  readonly faults: ReadonlyMap<number, Fault>;
}

const found = fc.record<Found>({
  afterMs: fc.oneof(fc.nat({ max: 150 }), fc.nat({ max: 20_000 })),
  brokerMs: fc.constantFrom(0, 50, 100),
  asks: fc.constantFrom('alert', 'alert', 'urgent', 'person'),
});
const fault = fc.constantFrom<Fault>('refused', 'answerLost', 'answerLate', 'deathBefore', 'deathAfter');
const stories = fc.record<Story>({
  clocks: fc.record({
    brokerMs: fc.integer({ min: -3_600_000, max: 3_600_000 }),
    storeMs: fc.integer({ min: -5000, max: 5000 }),
  }),
  deliveries: fc.array(fc.array(found, { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  calls: fc.array(
    fc.record({
      before: fc.array(found, { maxLength: 2 }),
      after: fc.array(found, { maxLength: 2 }),
      endsProcess: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  faults: fc
    .array(fc.tuple(fc.nat({ max: 80 }), fault), { maxLength: 3 })
    .map((entries) => new Map<number, Fault>(entries)),
});

const severityOf = (asks: Found['asks']) => (asks === 'urgent' ? { severity: 'high' } : {});

/** The second alert comes just after a call that took no time, and its broker's clock is late. */
const sameMillisecond: Story = {
  clocks: { brokerMs: 0, storeMs: 0 },
  deliveries: [[{ afterMs: 0, brokerMs: 100, asks: 'alert' }], [{ afterMs: 0, brokerMs: 0, asks: 'alert' }]],
  calls: [],
  faults: new Map(),
};

/** An answered alert, and the moments that matter, counted from the first thing that happened. */
interface AnsweredAlert {
  readonly status: string;
  readonly cameAt: number;
  /** When the calls for the request that answers it took effect; for one of its own, all calls. */
  readonly effectsAt: readonly number[];
}

/** Plays a story until every alert is answered. */
async function play({ clocks, deliveries, calls, faults }: Story): Promise<readonly AnsweredAlert[]> {
  const side = appOfTwins();
  const { clock, requestQueue, resultsTopic, tenant } = side;
  let happened = 0;
  let queue: IncomingMessage[] = [];
  const came = new Map<string, number>();
  const effects: { readonly requestId: string; readonly at: number }[] = [];
  const arrive = ({ afterMs, brokerMs, asks }: Found): void => {
    clock.advance(afterMs);
    const id = `alert-${String(came.size)}`;
    came.set(id, ++happened);
    const enqueuedAt = new Date(clock.now().getTime() + clocks.brokerMs + brokerMs).toISOString();
    const body = { user: avery, ...(asks !== 'person' && { alert: { id, ...severityOf(asks) } }) };
    queue.push(aMessage(body, {}, { messageId: id, enqueuedAt }));
  };
  let called = 0;
  const revoke: Revoker['revoke'] = async (user, call) => {
    if (!call.mayCall()) return tenant.revoker.revoke(user, call);
    const { before = [], after = [], endsProcess = false } = calls[called++] ?? {};
    before.forEach(arrive);
    await Promise.resolve();
    const answer = await tenant.revoker.revoke(user, { ...call, mayCall: () => true });
    effects.push({ requestId: call.share[1] ?? '', at: ++happened });
    after.forEach(arrive);
    if (endsProcess) throw new TypeError('The answer is lost.');
    return answer;
  };
  const store = (): Date => new Date(clock.now().getTime() + clocks.brokerMs + clocks.storeMs);
  let done = 0;
  const start = (): ReturnType<typeof faultyApp> => {
    const app = {
      ...side.dependencies,
      brokerTime: brokerTime(clock, store),
      // Who waits in place lets the others go on.
      clock: { ...clock, sleep: () => new Promise<void>((resolve) => void setImmediate(resolve)) },
      revokers: { graph: { ...tenant.revoker, revoke } },
    };
    return faultyApp(app, () => faults.get(done++));
  };
  let process = start();
  const deliver = async (): Promise<void> => {
    const [messages, taken] = [queue, requestQueue.scheduled.length];
    queue = [];
    const settled = await Promise.allSettled(messages.map((one) => processMessage(process.app, one)));
    const failed = messages.filter((_message, at) => settled[at]?.status === 'rejected');
    queue.push(...failed, ...requestQueue.scheduled.slice(taken).map(copyOf));
    if (process.isDead()) process = start();
  };
  for (const group of deliveries) {
    group.forEach(arrive);
    await deliver();
  }
  for (let rounds = 0; queue.length > 0; rounds++) {
    if (rounds > 60) throw new Error('An alert is delivered again and again.');
    clock.advance(60_000);
    await deliver();
  }
  const published = [...new Map(resultsTopic.published.map((one) => [one.messageId, one.body])).values()];
  const results = published.map((body) => resultOfBytes(body));
  const requestOf = new Map(results.map(({ id, data }) => [id, data.requestId]));
  expect(results).toHaveLength(came.size);
  return results.map(({ data: { requestId, status, duplicateOf } }) => {
    // What answers it is published.
    expect(requestOf.has(duplicateOf ?? results[0]?.id ?? '')).toBe(true);
    const of = duplicateOf === undefined ? undefined : requestOf.get(duplicateOf);
    const counting = effects.filter((effect) => of === undefined || effect.requestId === of);
    return { status, cameAt: came.get(requestId) ?? Infinity, effectsAt: counting.map(({ at }) => at) };
  });
}

describe('an intruder who signs in again', () => {
  it('is signed out by a call that takes effect after the alert about him came, whatever crashes and whatever clocks say', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        for (const { status, cameAt, effectsAt } of await play(story)) {
          seen.add(status);
          expect(Math.max(0, ...effectsAt)).toBeGreaterThan(cameAt);
        }
      }),
      { numRuns: 100, examples: [[sameMillisecond]] },
    );
    expect([...seen].toSorted()).toEqual(['duplicate', 'signOutPending']);
  });
});
