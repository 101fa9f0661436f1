import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import type { EarlierRevocation } from '../../shared/core/earlier-revocation';
import type { EntryKey } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Intent } from '../../shared/core/intent';
import type { LeaseTerms } from '../../shared/ports/ledger';
import { keepLease } from '../../shared/app/keep-lease';
import { LEASE_MS } from '../../shared/app/lease-terms';
import { fixedClock } from '../support/fixed-clock';

const key: EntryKey = { partition: storedId('p'), row: 'r' };
const intent: Intent = {
  outcomeId: storedId('o'),
  userId: 'u',
  declaredAt: '2026-11-23T10:00:00.000Z',
};
const entry: EarlierRevocation = { outcomeId: storedId('o'), revokedAt: '2026-11-23T10:00:00.000Z' };

function setUp() {
  const clock = fixedClock();
  const store = inMemoryLedger().revocations;
  const terms = (leaseId: string): LeaseTerms<unknown> => ({
    leaseId,
    now: clock.now(),
    leaseExpiresAt: new Date(clock.now().getTime() + LEASE_MS),
    expiresAt: new Date('2027-01-01'),
  });
  const acquired = async (leaseId: string) => {
    const answer = await store.acquire(key, terms(leaseId));
    if (answer.kind !== 'acquired') throw new Error(`${leaseId} did not acquire the lease.`);
    return answer;
  };
  return { clock, store, acquired, acquireAnother: () => store.acquire(key, terms('another')) };
}

describe('a lease', () => {
  it('is kept for as long as its holder runs, however long the work takes', async () => {
    const { clock, store, acquired, acquireAnother } = setUp();
    const kept = keepLease(store, await acquired('this'), clock);
    for (let renewals = 0; renewals < 10; renewals++) {
      clock.advance(5000);
      await setImmediate();
      expect(await acquireAnother()).toMatchObject({ kind: 'busy' });
    }
    expect(await kept.record(entry)).toEqual({ kind: 'recorded', entry });
  });
  it('ends soon after its holder died', async () => {
    const { clock, acquired, acquireAnother } = setUp();
    await acquired('this');
    clock.advance(LEASE_MS - 1);
    expect(await acquireAnother()).toMatchObject({ kind: 'busy' });
    clock.advance(1);
    expect(await acquireAnother()).toMatchObject({ kind: 'acquired' });
  });
  it('is not renewed once it was released', async () => {
    const { clock, store, acquired, acquireAnother } = setUp();
    await keepLease(store, await acquired('this'), clock).release();
    clock.advance(60_000);
    await setImmediate();
    expect(await acquireAnother()).toMatchObject({ kind: 'acquired' });
  });
  it('is recorded even if a renewal has failed in between', async () => {
    const { clock, store, acquired } = setUp();
    let renewals = 0;
    const unreliable: typeof store = {
      ...store,
      renew: (...args) => (++renewals === 1 ? Promise.reject(new Error('down')) : store.renew(...args)),
    };
    const kept = keepLease(unreliable, await acquired('this'), clock);
    clock.advance(10_000);
    expect(await kept.record(entry)).toEqual({ kind: 'recorded', entry });
    expect(renewals).toBe(2);
  });
  it('that another holder has acquired is lost when it is to be recorded', async () => {
    const { clock, store, acquired, acquireAnother } = setUp();
    const kept = keepLease(
      { ...store, renew: () => Promise.reject(new Error('down')) },
      await acquired('this'),
      clock,
    );
    clock.advance(LEASE_MS);
    expect(await acquireAnother()).toMatchObject({ kind: 'acquired' });
    expect(await kept.record(entry)).toEqual({ kind: 'leaseLost' });
  });
  it('is recorded and released only when a renewal that is under way is answered', async () => {
    for (const end of ['record', 'release'] as const) {
      const { clock, store, acquired, acquireAnother } = setUp();
      const order: string[] = [];
      let answer = (): void => undefined;
      const slow: typeof store = {
        ...store,
        renew: async (...args) => {
          await new Promise<void>((resolve) => (answer = resolve));
          order.push('renew');
          return store.renew(...args);
        },
        record: (...args) => (order.push('record'), store.record(...args)),
        release: (...args) => (order.push('release'), store.release(...args)),
      };
      const kept = keepLease(slow, await acquired('this'), clock);
      clock.advance(5000);
      await setImmediate();
      const ended = end === 'record' ? kept.record(entry) : kept.release();
      await setImmediate();
      expect(order).toEqual([]);
      answer();
      await ended;
      expect(order).toEqual(['renew', end]);
      expect(await acquireAnother()).toMatchObject({ kind: end === 'record' ? 'recorded' : 'acquired' });
    }
  });
});

describe('a call may be made', () => {
  const down = { renew: () => Promise.reject(new Error('down')) };
  it('for as long as the lease is surely held, by the monotonic clock, and not longer', async () => {
    const { clock, store, acquired } = setUp();
    const kept = keepLease({ ...store, ...down }, await acquired('this'), clock);
    expect(kept.mayCall()).toBe(true);
    clock.advance(LEASE_MS - 3001);
    expect(kept.mayCall()).toBe(true);
    clock.advance(1);
    expect(kept.mayCall()).toBe(false);
  });
  it('not when acquiring the lease took as long as the lease', async () => {
    const { clock, store, acquired } = setUp();
    const lease = await acquired('this');
    const askedAtMs = clock.monotonicMs() - LEASE_MS;
    expect(keepLease(store, lease, clock, askedAtMs).mayCall()).toBe(false);
  });
  it('again once a renewal has succeeded', async () => {
    const { clock, store, acquired } = setUp();
    let renewals = 0;
    const unreliable: typeof store = {
      ...store,
      renew: (...args) => (++renewals <= 2 ? down.renew() : store.renew(...args)),
    };
    const kept = keepLease(unreliable, await acquired('this'), clock);
    clock.advance(12_000);
    await setImmediate();
    expect(kept.mayCall()).toBe(false);
    clock.advance(3000);
    await setImmediate();
    expect(kept.mayCall()).toBe(true);
  });
  it('never after a renewal found that the lease is lost', async () => {
    const { clock, store, acquired } = setUp();
    const first = await acquired('this');
    let isLost = false;
    const losing: typeof store = {
      ...store,
      renew: (...args) => (isLost ? Promise.resolve(undefined) : store.renew(...args)),
    };
    const kept = keepLease(losing, first, clock);
    isLost = true;
    clock.advance(5000);
    await setImmediate();
    isLost = false;
    clock.advance(5000);
    await setImmediate();
    expect(kept.mayCall()).toBe(false);
    expect(await kept.declare(intent)).toBe(true);
    expect(kept.mayCall()).toBe(false);
  });
});

describe('an intent', () => {
  const found = async ({ acquireAnother }: ReturnType<typeof setUp>) => {
    const answer = await acquireAnother();
    return answer.kind === 'acquired' ? answer.interrupted : answer.kind;
  };
  it('that was declared is left by a release if a call may have been made', async () => {
    const side = setUp();
    const kept = keepLease(side.store, await side.acquired('this'), side.clock);
    expect(await kept.declare(intent)).toBe(true);
    expect(kept.mayCall()).toBe(true);
    await kept.release();
    expect(await found(side)).toEqual(intent);
  });
  it('that was declared is removed by a release if no call was made', async () => {
    const side = setUp();
    const kept = keepLease(side.store, await side.acquired('this'), side.clock);
    await kept.declare(intent);
    await kept.release();
    expect(await found(side)).toBeUndefined();
  });
  it('that came with the lease is not written again, unless the lease may have ended', async () => {
    const side = setUp();
    let renewals = 0;
    const store = {
      ...side.store,
      renew: (...given: Parameters<typeof side.store.renew>) => {
        renewals++;
        return side.store.renew(...given);
      },
    };
    const { lease } = await side.acquired('this');
    const clock = { ...side.clock, every: () => () => undefined };
    const kept = keepLease(store, { lease: { ...lease, intent } }, clock);
    expect(await kept.declare(intent)).toBe(true);
    expect(renewals).toBe(0);
    side.clock.advance(LEASE_MS);
    expect(await kept.declare(intent)).toBe(true);
    expect(renewals).toBe(1);
    expect(kept.mayCall()).toBe(true);
  });
  it('of an earlier holder is left by a release, since nobody has answered it', async () => {
    const side = setUp();
    await side.store.renew({ ...(await side.acquired('this')).lease, intent }, side.clock.now());
    const kept = keepLease(side.store, await side.acquired('next'), side.clock);
    expect(kept.interrupted).toEqual(intent);
    await kept.release();
    expect(await found(side)).toEqual(intent);
  });
  it('cannot be declared when another holder has the lease', async () => {
    const side = setUp();
    const first = await side.acquired('this');
    await side.store.release(first.lease);
    await side.acquired('another');
    const kept = keepLease(side.store, first, side.clock);
    expect(await kept.declare(intent)).toBe(false);
    expect(kept.mayCall()).toBe(false);
  });
});
