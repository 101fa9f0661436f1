import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { processMessage } from '../../shared/app/process-message';
import type { RevocationAnswer } from '../../shared/core/revocation';
import { aMessage, copyOf } from '../support/app';
import { answering, appWithSharePoint, failing, hanging } from '../support/two-methods';

const body = { user: 'avery@contoso.com', alert: { id: 'a-1' } };
const signedOut: RevocationAnswer = {
  kind: 'accepted',
  acceptedAt: new Date('2026-11-23T10:00:09.000Z'),
  effect: 'signedOut',
  attempts: 1,
  requestIds: ['s-1'],
};

/** An app whose outcome is published while its call of SharePoint is under way. */
async function underWay() {
  let answer = (_answer: RevocationAnswer): void => undefined;
  let isGivenUp = false;
  const side = appWithSharePoint((_user, { signal }) => {
    signal?.addEventListener('abort', () => (isGivenUp = true));
    return new Promise((resolve) => (answer = resolve));
  });
  await processMessage(side.dependencies, aMessage(body));
  const next = async (app = side.dependencies) => {
    const copy = side.requestQueue.scheduled.at(-1);
    if (!copy) throw new Error('Nothing is scheduled.');
    side.clock.advance(Math.max(0, copy.at.getTime() - side.clock.now().getTime()));
    return processMessage(app, copyOf(copy));
  };
  const end = async (given: RevocationAnswer): Promise<void> => {
    answer(given);
    await setImmediate();
  };
  return { ...side, next, end, isGivenUp: () => isGivenUp };
}

/** SharePoint that must not be called. */
const never = () => Promise.reject(new Error('SharePoint was called again.'));

describe('a call that is under way when its outcome is published', () => {
  it('goes on, and its answer is reported as soon as it is there', async () => {
    const side = await underWay();
    expect(side.outcomes()[0]?.data.methods[1]).toMatchObject({ status: 'pending', attempts: 1 });
    expect([side.isGivenUp(), side.methodEvents()]).toEqual([false, []]);
    await side.end(signedOut);
    expect(side.methodEvents()).toMatchObject([
      {
        data: {
          user: { reference: 'avery@contoso.com', userPrincipalName: 'avery@contoso.com' },
          method: { status: 'signedOut', attempts: 1, requestIds: ['s-1'] },
        },
      },
    ]);
  });
  it('is not made once more by the copy of its message, nor reported once more', async () => {
    const side = await underWay();
    await side.end(signedOut);
    const before = side.resultsTopic.published.length;
    expect((await side.next(answering(side.dependencies, never))).retry).toBeUndefined();
    expect(side.resultsTopic.published).toHaveLength(before);
  });
  it('has the copy of its message wait while it is under way', async () => {
    const side = await underWay();
    expect((await side.next(answering(side.dependencies, never))).retry?.reason).toBe('claimed');
    await side.end(signedOut);
    expect((await side.next(answering(side.dependencies, never))).retry).toBeUndefined();
    expect(side.methodEvents()).toHaveLength(1);
  });
  it('is made again when its process has died', async () => {
    const side = appWithSharePoint(hanging);
    // What another process does not renew is a lease that ends.
    const { clock } = side.dependencies;
    const dead = { ...side.dependencies, clock: { ...clock, every: () => () => undefined } };
    await processMessage(dead, aMessage(body));
    side.clock.advance(16_000);
    const [copy] = side.requestQueue.scheduled;
    const app = answering(side.dependencies, () => Promise.resolve(signedOut));
    if (copy) await processMessage(app, copyOf(copy));
    expect(side.methodEvents()).toMatchObject([{ data: { method: { status: 'signedOut', attempts: 2 } } }]);
  });
  it('is made again when it has failed in a way that may pass', async () => {
    const side = await underWay();
    await side.end(failing('unavailable'));
    expect(side.methodEvents()).toEqual([]);
    await side.next(answering(side.dependencies, () => Promise.resolve(signedOut)));
    expect(side.methodEvents()).toMatchObject([{ data: { method: { status: 'signedOut', attempts: 2 } } }]);
  });
});

describe('the event of a method', () => {
  it.each([0, 1, 2, 7])('counts every call since the first: %s failed copies', async (failed) => {
    let calls = 0;
    const side = appWithSharePoint(() => {
      calls++;
      return Promise.resolve(calls <= failed + 1 ? failing('unavailable') : signedOut);
    });
    await processMessage(side.dependencies, aMessage(body));
    for (let n = 0; n <= failed; n++) {
      side.clock.advance(400_000);
      const copy = side.requestQueue.scheduled.at(-1);
      if (copy) await processMessage(side.dependencies, copyOf(copy));
    }
    expect(calls).toBe(failed + 2);
    expect(side.methodEvents()).toMatchObject([{ data: { method: { attempts: calls } } }]);
  });
  it('counts no call that was not made', async () => {
    const side = appWithSharePoint(() => Promise.resolve({ ...failing('throttled'), attempts: 0 }));
    await processMessage(side.dependencies, aMessage(body));
    for (const given of [{ ...failing('throttled'), attempts: 0 }, failing('unavailable'), signedOut]) {
      side.clock.advance(400_000);
      const copy = side.requestQueue.scheduled.at(-1);
      if (copy)
        await processMessage(
          answering(side.dependencies, () => Promise.resolve(given)),
          copyOf(copy),
        );
    }
    expect(side.methodEvents()).toMatchObject([{ data: { method: { status: 'signedOut', attempts: 2 } } }]);
  });
});
