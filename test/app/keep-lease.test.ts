import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import type { LeaseTerms } from '../../shared/ports/ledger';
import { LEASE_MS, keepLease } from '../../shared/app/keep-lease';
import { fixedClock } from '../support/fixed-clock';

const key = { partition: 'p', row: 'r' };
const entry = { outcomeId: 'o', revokedAt: '2026-11-23T10:00:00.000Z' };

function setUp() {
  const clock = fixedClock();
  const book = inMemoryLedger().revocations;
  const terms = (holder: string): LeaseTerms<unknown> => ({
    holder,
    now: clock.now(),
    until: new Date(clock.now().getTime() + LEASE_MS),
    expiresAt: new Date('2027-01-01'),
  });
  const lease = async (holder: string) => {
    const answer = await book.lease(key, terms(holder));
    if (answer.kind !== 'claimed') throw new Error(`${holder} did not get the claim.`);
    return answer.lease;
  };
  return { clock, book, lease, ask: () => book.lease(key, terms('another')) };
}

describe('a claim', () => {
  it('is kept for as long as its holder lives, however long the work takes', async () => {
    const { clock, book, lease, ask } = setUp();
    const held = keepLease(book, await lease('me'), clock);
    for (let beats = 0; beats < 10; beats++) {
      clock.advance(5000);
      await setImmediate();
      expect(await ask()).toMatchObject({ kind: 'held' });
    }
    expect(await held.record(entry)).toEqual({ kind: 'recorded', entry });
  });
  it('lapses soon after its holder died', async () => {
    const { clock, lease, ask } = setUp();
    await lease('me');
    clock.advance(LEASE_MS - 1);
    expect(await ask()).toMatchObject({ kind: 'held' });
    clock.advance(1);
    expect(await ask()).toMatchObject({ kind: 'claimed' });
  });
  it('is not prolonged once it has been ended', async () => {
    const { clock, book, lease, ask } = setUp();
    await keepLease(book, await lease('me'), clock).release();
    clock.advance(60_000);
    await setImmediate();
    expect(await ask()).toMatchObject({ kind: 'claimed' });
  });
  it('is recorded even if a renewal had failed in between', async () => {
    const { clock, book, lease } = setUp();
    let renewals = 0;
    const shaky: typeof book = {
      ...book,
      renew: (...args) => (++renewals === 1 ? Promise.reject(new Error('down')) : book.renew(...args)),
    };
    const held = keepLease(shaky, await lease('me'), clock);
    clock.advance(10_000);
    expect(await held.record(entry)).toEqual({ kind: 'recorded', entry });
    expect(renewals).toBe(2);
  });
  it('that was lost and taken over is told so when it is to be recorded', async () => {
    const { clock, book, lease, ask } = setUp();
    const held = keepLease(
      { ...book, renew: () => Promise.reject(new Error('down')) },
      await lease('me'),
      clock,
    );
    clock.advance(LEASE_MS);
    expect(await ask()).toMatchObject({ kind: 'claimed' });
    expect(await held.record(entry)).toEqual({ kind: 'lost' });
  });
});
