import { describe, expect, it } from '@jest/globals';
import type { Missing, Notified } from '../../shared/app/notify';
import { MAX_TRIES, earlierTries, eventBringer } from '../../shared/app/notify-again';
import { TooLarge } from '../../shared/ports/too-large';
import { Unavailable } from '../../shared/ports/unavailable';
import { fixedClock } from '../support/fixed-clock';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const body = Buffer.from('{"an":"event"}');
const failed: Notified = {
  kind: 'unfinished',
  eventId: 'o-1',
  failures: [{ name: 'soc', reason: 'HTTP 503' }],
  names: ['soc'],
  forMany: [],
};
const gathering: Notified = {
  ...failed,
  failures: [],
  names: ['soc', 'chat'],
  forMany: [{ name: 'chat', until: 120_000 }],
  retryAfterMs: 120_000,
};

function bringing(notified: Notified) {
  const clock = fixedClock();
  const queue = inMemoryRequestQueue();
  const asked: (Missing | undefined)[] = [];
  const notify = (_body: Uint8Array, missing?: Missing): Promise<Notified> => {
    asked.push(missing);
    return Promise.resolve(notified);
  };
  const bring = eventBringer({ notify, queue, clock, random: () => 1 });
  const waits = () => queue.sent.map(({ at }) => (at?.getTime() ?? 0) - clock.now().getTime());
  return { bring, queue, asked, waits };
}

describe('an event that a destination does not have', () => {
  it('is brought again by a message that waits in the broker, to that destination alone', async () => {
    const { bring, queue, asked } = bringing(failed);
    expect(await bring(body, { attempts: 0 })).toMatchObject({ kind: 'scheduled', eventId: 'o-1' });
    const [message] = queue.sent;
    expect(message?.body).toEqual(body);
    const earlier = earlierTries(message?.properties ?? {});
    expect(earlier).toEqual({ names: ['soc'], attempts: 1 });
    await bring(body, earlier);
    expect(asked).toEqual([{}, { names: ['soc'] }]);
    expect(new Set(queue.sent.map(({ id }) => id)).size).toBe(2);
  });
  it('is scheduled once, however often its message is delivered', async () => {
    const { bring, queue } = bringing(failed);
    for (let n = 0; n < 3; n++) await bring(body, { attempts: 4, names: ['soc'] });
    expect(queue.sent).toHaveLength(1);
  });
  it.each([
    [0, undefined, 15_000],
    [1, undefined, 30_000],
    [8, undefined, 300_000],
    [0, 60_000, 60_000],
    [0, 86_400_000, 300_000],
    [3, 1_000, 120_000],
  ])('after %d tries, asked to wait %s ms, waits %d ms', async (attempts, retryAfterMs, waited) => {
    const { bring, waits } = bringing(retryAfterMs === undefined ? failed : { ...failed, retryAfterMs });
    await bring(body, { attempts });
    expect(waits()).toEqual([waited]);
  });
  it('because it gathers what the brake holds waits for just so long', async () => {
    const { bring, waits, queue } = bringing(gathering);
    await bring(body, { attempts: 0 });
    expect(waits()).toEqual([120_000]);
    expect(earlierTries(queue.sent[0]?.properties ?? {})).toEqual({
      names: ['soc', 'chat'],
      forMany: [{ name: 'chat', until: 120_000 }],
      attempts: 1,
    });
  });
  it('waits as what it is for, though another process has scheduled it as another', async () => {
    const { bring, queue } = bringing(failed);
    await bring(body, { attempts: 0 });
    const other = bringing({ ...failed, forMany: [{ name: 'soc', until: 120_000 }] });
    await other.bring(body, { attempts: 0 });
    expect(other.queue.sent[0]?.id).not.toBe(queue.sent[0]?.id);
  });
  it('waits once more for those that it gathers until another time', async () => {
    const ids = await Promise.all(
      [gathering, gathering, { ...gathering, forMany: [{ name: 'chat', until: 240_000 }] }].map(
        async (notified) => {
          const { bring, queue } = bringing(notified);
          await bring(body, { attempts: 0 });
          return queue.sent[0]?.id;
        },
      ),
    );
    expect(new Set(ids)).toEqual(new Set([ids[0], ids[2]]));
    expect(ids[0]).not.toBe(ids[2]);
  });
  it('is given up after the last try, so that its message becomes a dead letter', async () => {
    const { bring, queue } = bringing(failed);
    expect(await bring(body, { attempts: MAX_TRIES - 1, names: ['soc'] })).toMatchObject({ kind: 'givenUp' });
    expect(queue.sent).toEqual([]);
  });
  it.each([new Unavailable('serviceBus', undefined), new TooLarge(undefined)])(
    'stays with its own message where the queue does not take it: %s',
    async (failure) => {
      const { bring, queue } = bringing(failed);
      queue.send = () => Promise.reject(failure);
      expect(await bring(body, { attempts: 0 })).toEqual({
        kind: 'kept',
        eventId: 'o-1',
        failures: [{ name: 'soc', reason: 'HTTP 503' }],
        retryAfterMs: 15_000,
      });
    },
  );
});

describe('what a message says of earlier tries', () => {
  it.each([
    [{}, { attempts: 0 }],
    [
      { notifyNames: 'a,b', notifyTries: 3 },
      { names: ['a', 'b'], attempts: 3 },
    ],
    [
      { notifyNames: 'a,b', notifyForMany: 'b', notifyTries: 1 },
      { names: ['a', 'b'], forMany: [{ name: 'b', until: 0 }], attempts: 1 },
    ],
    [
      { notifyNames: 'a,b', notifyForMany: 'a,b', notifyUntil: '7,9', notifyTries: 1 },
      {
        names: ['a', 'b'],
        forMany: [
          { name: 'a', until: 7 },
          { name: 'b', until: 9 },
        ],
        attempts: 1,
      },
    ],
    [{ notifyNames: 7, notifyTries: '3' }, { attempts: 0 }],
    [{ notifyTries: -2 }, { attempts: 0 }],
  ])('%j is %j', (properties, earlier) => expect(earlierTries(properties)).toEqual(earlier));
});
