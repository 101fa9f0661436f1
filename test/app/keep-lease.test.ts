import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import type { EarlierRevocation } from '../../shared/core/earlier-revocation';
import type { EntryKey } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { LeaseTerms } from '../../shared/ports/ledger';
import { LEASE_MS, keepLease } from '../../shared/app/keep-lease';
import { fixedClock } from '../support/fixed-clock';

const key: EntryKey = { partition: storedId('p'), row: 'r' };
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
    return answer.lease;
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
});
