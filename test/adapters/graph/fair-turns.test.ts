import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fairTurns } from '../../../shared/adapters/graph/fair-turns';
import { graphClient } from '../../../shared/adapters/graph/graph-client';
import { graphRevoker } from '../../../shared/adapters/graph/graph-revoker';
import { RoundRobin } from '../../../shared/adapters/graph/round-robin';
import type { CallLane } from '../../../shared/core/lane';
import type { Clock } from '../../../shared/ports/clock';
import { aUser } from '../../support/builders';
import { expectEqual } from '../../support/equal';
import { fixedClock } from '../../support/fixed-clock';

/** A pace of one turn in so many ms. */
function everyMs(interval: number, clock: Pick<Clock, 'monotonicMs'>) {
  let nextAt = 0;
  return {
    turn: (): number => {
      const wait = nextAt - clock.monotonicMs();
      if (wait > 0) return wait;
      nextAt = clock.monotonicMs() + interval;
      return 0;
    },
  };
}

/** The names of calls in the order in which they got their turns. */
async function orderOf(calls: readonly (readonly string[])[], maxWaitMs = 1_000_000): Promise<string[]> {
  const clock = fixedClock();
  const turns = fairTurns(everyMs(50, clock), clock);
  const order: string[] = [];
  await Promise.all(
    calls.map(async (share) => {
      const wait = await turns.take({ lane: 'ordinary', share }, maxWaitMs);
      order.push(wait === undefined ? share.join('/') : `${share.join('/')} waits ${String(wait)}`);
    }),
  );
  return order;
}

describe('while calls wait for their turns', () => {
  it('a sender with many gets no more of them than one with few', async () => {
    const flood = Array.from({ length: 6 }, (_, n) => ['edr', 'r', `u${String(n)}`]);
    const order = await orderOf([...flood, ['siem', 'r', 'v0'], ['siem', 'r', 'v1']]);
    expect(order.slice(0, 5)).toEqual(['edr/r/u0', 'edr/r/u1', 'siem/r/v0', 'edr/r/u2', 'siem/r/v1']);
  });
  it('neither does a request of many users, nor a user of many requests', async () => {
    const many = Array.from({ length: 4 }, (_, n) => ['s', 'large', `u${String(n)}`]);
    expect((await orderOf([...many, ['s', 'small', 'u']])).indexOf('s/small/u')).toBe(2);
    const one = Array.from({ length: 4 }, () => ['s', 'r', 'again']);
    expect((await orderOf([...one, ['s', 'r', 'u']])).indexOf('s/r/u')).toBe(2);
  });
  it('those that would wait too long are answered at once, and delay no other', async () => {
    expect(await orderOf([['a'], ['b'], ['c']], 40)).toEqual(['a', 'b waits 50', 'c waits 50']);
  });
  it('urgent ones come before all others that wait, in shares among themselves', async () => {
    const clock = fixedClock();
    const turns = fairTurns(everyMs(50, clock), clock);
    const order: string[] = [];
    const take = async (lane: CallLane, ...share: readonly string[]): Promise<void> => {
      await turns.take({ lane, share }, 1_000_000);
      order.push(`${lane} ${share.join('/')}`);
    };
    await Promise.all([
      take('ordinary', 'a'),
      take('ordinary', 'b'),
      take('urgent', 'edr', '1'),
      take('urgent', 'edr', '2'),
      take('urgent', 'siem', '3'),
    ]);
    expect(order).toEqual(['ordinary a', 'urgent edr/1', 'urgent siem/3', 'urgent edr/2', 'ordinary b']);
  });
  it('an urgent one does not wait until the turn of another has come', async () => {
    const clock = fixedClock();
    const sleeping: (() => void)[] = [];
    const held = { ...clock, sleep: () => new Promise<void>((resolve) => sleeping.push(resolve)) };
    const turns = fairTurns({ turn: (lane) => (lane === 'urgent' ? 0 : 10_000) }, held);
    const ordinary = turns.take({ lane: 'ordinary', share: ['a'] }, 30_000);
    expect(await turns.take({ lane: 'urgent', share: ['b'] }, 0)).toBeUndefined();
    clock.advance(30_000);
    for (const wake of sleeping) wake();
    expect(await ordinary).toBe(10_000);
  });
  it('those of the later lane come after all others, and these do not wait for the turn of one', async () => {
    const clock = fixedClock();
    const sleeping: (() => void)[] = [];
    const held = { ...clock, sleep: () => new Promise<void>((resolve) => sleeping.push(resolve)) };
    let isDue = false;
    const pace = { turn: (lane: CallLane = 'ordinary') => (isDue || lane !== 'later' ? 0 : 10_000) };
    const turns = fairTurns(pace, held);
    const order: string[] = [];
    const take = (lane: CallLane, name: string): Promise<unknown> =>
      turns.take({ lane, share: [name] }, 30_000).then(() => order.push(name));
    const later = take('later', 'step');
    await Promise.all([take('ordinary', 'first write'), take('urgent', 'urgent one')]);
    expect(order).toEqual(['urgent one', 'first write']);
    isDue = true;
    for (const wake of sleeping) wake();
    await later;
    expect(order).toEqual(['urgent one', 'first write', 'step']);
  });
  it('one that does not wait is answered at once while another waits for the next turn', async () => {
    const clock = fixedClock();
    const held = { ...clock, sleep: () => new Promise<void>(() => undefined) };
    const turns = fairTurns({ turn: () => 400 }, held);
    void turns.take({ lane: 'ordinary', share: ['a'] }, 30_000);
    expect(await turns.take({ lane: 'later', share: ['b'] }, 0)).toBe(400);
    expect(await turns.take({ lane: 'ordinary', share: ['c'] }, 399)).toBe(400);
  });
  it('one that would wait too long behind urgent ones is answered by then', async () => {
    const clock = fixedClock();
    const sleep = (ms: number) => setImmediate().then(() => clock.advance(ms));
    const turns = fairTurns(everyMs(1000, clock), { ...clock, sleep });
    const start = clock.monotonicMs();
    const urgent = Array.from({ length: 10 }, () => turns.take({ lane: 'urgent', share: ['a'] }, 30_000));
    expect(await turns.take({ lane: 'ordinary', share: ['b'] }, 2500)).toBe(1000);
    expect(clock.monotonicMs() - start).toBeLessThanOrEqual(2500);
    await Promise.all(urgent);
  });
  it('and no turn is waited for while there are enough', async () => {
    const clock = fixedClock();
    const turns = fairTurns({ turn: () => 0 }, clock);
    for (let n = 0; n < 3; n++)
      expect(await turns.take({ lane: 'ordinary', share: ['a'] }, 0)).toBeUndefined();
    expect(clock.slept).toEqual([]);
  });
});

describe('revocations', () => {
  it('wait for their turns in the shares that they name', async () => {
    const clock = fixedClock();
    const [order, token]: [string[], object] = [[], { token: 't', expiresOnTimestamp: Infinity }];
    const writes = { ...everyMs(50, clock), heard: () => undefined, pausedForMs: () => 0 };
    const graph = graphClient({
      endpoint: 'https://graph.microsoft.com',
      credential: { getToken: () => Promise.resolve(token as never) },
      pace: { reads: writes, writes },
      random: () => 0,
      newId: () => 'call',
      clock,
    });
    // Nothing is sent: what has its turn is asked whether it may be.
    const revoke = (sender: string, n: number) =>
      graphRevoker(graph, writes, clock).revoke(aUser(), {
        mayCall: () => order.push(sender) === 0,
        share: [sender, `request-${String(n)}`, 'user'],
      });
    await Promise.all([
      ...[1, 2, 3, 4, 5].map((n) => revoke('edr', n)),
      revoke('siem', 1),
      revoke('siem', 2),
    ]);
    expect(order).toHaveLength(7);
    expect(order.slice(0, 5).filter((sender) => sender === 'siem')).toHaveLength(2);
  });
});

describe('shares that take turns', () => {
  const values = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y')), {
    maxLength: 30,
  });
  it('give each value once, and those of one share in their order', () => {
    fc.assert(
      fc.property(values, (list) => {
        const robin = new RoundRobin<{ readonly share: string; readonly n: number }>();
        for (const [n, share] of list.entries()) robin.add(share, { share: share.join('/'), n });
        const given = list.map(() => robin.next());
        expectEqual(
          given.map((one) => one?.n).toSorted((one = 0, other = 0) => one - other),
          list.map((_, n) => n),
        );
        for (const share of new Set(given.map((one) => one?.share))) {
          const order = given.filter((one) => one?.share === share).map((one) => one?.n ?? -1);
          expectEqual(
            order,
            order.toSorted((one, other) => one - other),
          );
        }
        expectEqual([robin.isEmpty(), robin.next()], [true, undefined]);
      }),
    );
  });
  it('differ by one at the most in what they have been given, while each has values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }), (counts) => {
        const robin = new RoundRobin<{ readonly share: string }>();
        for (const [n, count] of counts.entries()) {
          for (let value = 0; value < count; value++) robin.add([String(n)], { share: String(n) });
        }
        const given = new Map<string, number>();
        for (let n = 0; n < Math.min(...counts) * counts.length; n++) {
          const share = robin.next()?.share ?? '';
          given.set(share, (given.get(share) ?? 0) + 1);
        }
        expectEqual(new Set(given.values()).size, 1);
      }),
    );
  });
});
