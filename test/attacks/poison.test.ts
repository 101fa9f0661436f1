import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { inTurn } from '../../shared/app/in-turn';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { readingKey } from '../../shared/core/ids';
import { LEASE_MS } from '../../shared/app/lease-terms';
import { originalOf } from '../../shared/app/incoming-message';
import type { MessageKey } from '../../shared/core/ids';
import { aMessage, appOfTwins, copyOf, resultOfBytes } from '../support/app';

const poison = { properties: { 'content-encoding': 'gzip' } };
const hostile = (deliveryCount?: number) =>
  aMessage('hostile', { ...poison, ...(deliveryCount !== undefined && { deliveryCount }) });

/** The app in a process that ends when it decompresses anything: from then on, nothing that it does takes effect. */
function inAProcess({ dependencies }: ReturnType<typeof appOfTwins>, onEnd: () => void): Dependencies {
  let isOver = false;
  const never = new Promise<never>(() => undefined);
  const { ledger } = dependencies;
  const { readings } = ledger;
  const alive = <T>(effect: () => Promise<T>): Promise<T> => (isOver ? never : effect());
  return {
    ...dependencies,
    readInTurn: inTurn(),
    decompress: () => {
      isOver = true;
      onEnd();
      return { kind: 'notCompressed' };
    },
    ledger: {
      ...ledger,
      requests: {
        enter: (...given) => alive(() => ledger.requests.enter(...given)),
        begin: (...given) => alive(() => ledger.requests.begin(...given)),
      },
      readings: {
        find: (key) => alive(() => readings.find(key)),
        begin: (...given) => alive(() => readings.begin(...given)),
        end: (noted) => alive(() => readings.end(noted)),
      },
    },
  };
}

/** Delivers messages to a process of their own, until they are processed or the process has ended. */
async function deliver(
  app: ReturnType<typeof appOfTwins>,
  messages: readonly ReturnType<typeof aMessage>[],
): Promise<'processed' | 'ended'> {
  return new Promise((resolve, reject) => {
    const process = inAProcess(app, () => resolve('ended'));
    Promise.all(messages.map((message) => processMessage(process, message))).then(
      () => resolve('processed'),
      reject,
    );
  });
}

describe('a message whose reading ends its process', () => {
  it('is answered failed, kept and reported after three times, and read no more', async () => {
    const app = appOfTwins();
    const deliveries: string[] = [];
    for (const count of [1, 2, 3, 4]) deliveries.push(await deliver(app, [hostile(count)]));
    expect(deliveries).toEqual(['ended', 'ended', 'ended', 'processed']);
    expect(app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data)).toMatchObject([
      { status: 'failed', requestId: 'message-1', detail: expect.stringContaining('ended its process') },
    ]);
    expect(app.quarantine.kept).toHaveLength(1);
    const key = originalOf(hostile()).key;
    expect(app.telemetry.events).toContainEqual({ kind: 'setAside', messageKey: key, unfinished: 2 });
  });
  it('is not read as a dead letter either', async () => {
    const app = appOfTwins();
    for (const count of [1, 2, 3]) await deliver(app, [hostile(count)]);
    const dead = inAProcess(app, () => expect('reading').toBe('over'));
    const { published } = await processDeadLetter(dead, { ...hostile(4), failures: 0 });
    expect(published.map(({ outcome }) => outcome.status)).toEqual(['failed']);
  });
  it('takes no message with it that is processed beside it, however they are redelivered', async () => {
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const app = appOfTwins();
        const beside = ['a', 'b', 'c'].map(
          (id) => (deliveryCount: number) =>
            aMessage({ id, user: 'avery@contoso.com' }, { deliveryCount }, { messageId: id }),
        );
        const all = [hostile, ...beside];
        for (const count of [1, 2, 3, 4]) {
          await deliver(
            app,
            order.map((n) => all[n]?.(count) ?? hostile(count)),
          );
        }
        // What found the lease of a process that has ended waits for it.
        app.clock.advance(LEASE_MS);
        for (const copy of app.requestQueue.scheduled) await processMessage(app.dependencies, copyOf(copy));
        const results = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
        const failed = results.filter(({ status }) => status === 'failed');
        expect(failed.map(({ requestId }) => requestId)).toEqual(['message-1']);
        expect(new Set(results.map(({ requestId }) => requestId))).toEqual(
          new Set(['message-1', 'a', 'b', 'c']),
        );
      }),
      { numRuns: 24 },
    );
  });
});

describe('a redelivered message', () => {
  it('that another process is reading waits, and is read once that has ended', async () => {
    const app = appOfTwins();
    const message = aMessage({ user: 'avery@contoso.com' }, { deliveryCount: 2 });
    const { readings } = app.dependencies.ledger;
    const key = readingKey(originalOf(message).key as MessageKey);
    const term = { now: app.clock.now(), expiresAt: new Date('2026-12-01') };
    const noted = await readings.begin(key, 2, undefined, term);
    const clock = {
      ...app.clock,
      sleep: async (ms: number) => {
        await app.clock.sleep(ms);
        if (noted) await readings.end(noted);
      },
    };
    await processMessage({ ...app.dependencies, clock }, message);
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
    expect(app.clock.slept).toEqual([20_000]);
  });
  it('that others read one after the other waits for each of them, and is not set aside', async () => {
    const app = appOfTwins();
    const message = aMessage({ user: 'avery@contoso.com' }, { deliveryCount: 2 });
    const { readings } = app.dependencies.ledger;
    const key = readingKey(originalOf(message).key as MessageKey);
    const term = { now: app.clock.now(), expiresAt: new Date('2026-12-01') };
    let noted = await readings.begin(key, 2, undefined, term);
    const clock = {
      ...app.clock,
      sleep: async (ms: number) => {
        await app.clock.sleep(ms);
        if (noted) await readings.end(noted);
        noted = app.clock.slept.length < 3 ? await readings.begin(key, 2, undefined, term) : undefined;
      },
    };
    await processMessage({ ...app.dependencies, clock }, message);
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
    expect(app.clock.slept).toEqual([20_000, 20_000, 20_000]);
  });
  it('leaves no note once it was read, also when it was rejected', async () => {
    const app = appOfTwins();
    const message = aMessage('not a request', { deliveryCount: 2 });
    await processMessage(app.dependencies, message);
    const key = readingKey(originalOf(message).key as MessageKey);
    expect(await app.dependencies.ledger.readings.find(key)).toBeUndefined();
  });
  it('pays nothing when it is delivered for the first time', async () => {
    const app = appOfTwins();
    const readings = { find: never, begin: never, end: never };
    const ledger = { ...app.dependencies.ledger, readings };
    await processMessage(
      { ...app.dependencies, ledger },
      aMessage({ user: 'avery@contoso.com' }, { deliveryCount: 1 }),
    );
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
  });
});

function never(): never {
  throw new Error('The readings must not be used.');
}
