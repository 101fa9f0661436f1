import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import type { ClaimTerms } from '../../shared/ports/ledger';
import { CLAIM_LEASE_MS, holdClaim } from '../../shared/app/hold-claim';
import { fixedClock } from '../support/fixed-clock';

const key = { partition: 'p', row: 'r' };
const entry = { outcomeId: 'o', revokedAt: '2026-11-23T10:00:00.000Z' };

function setUp() {
  const clock = fixedClock();
  const book = inMemoryLedger().revocations;
  const terms = (holder: string): ClaimTerms<unknown> => ({
    holder,
    now: clock.now(),
    until: new Date(clock.now().getTime() + CLAIM_LEASE_MS),
    expiresAt: new Date('2027-01-01'),
  });
  const claim = async (holder: string) => {
    const answer = await book.claim(key, terms(holder));
    if (answer.kind !== 'claimed') throw new Error(`${holder} did not get the claim.`);
    return answer.claim;
  };
  return { clock, book, claim, ask: () => book.claim(key, terms('another')) };
}

describe('a claim', () => {
  it('is kept for as long as its holder lives, however long the work takes', async () => {
    const { clock, book, claim, ask } = setUp();
    const held = holdClaim(book, await claim('me'), clock);
    for (let beats = 0; beats < 10; beats++) {
      clock.advance(5000);
      await setImmediate();
      expect(await ask()).toMatchObject({ kind: 'held' });
    }
    expect(await held.record(entry)).toEqual({ kind: 'recorded', entry });
  });
  it('lapses soon after its holder died', async () => {
    const { clock, claim, ask } = setUp();
    await claim('me');
    clock.advance(CLAIM_LEASE_MS - 1);
    expect(await ask()).toMatchObject({ kind: 'held' });
    clock.advance(1);
    expect(await ask()).toMatchObject({ kind: 'claimed' });
  });
  it('is not prolonged once it has been ended', async () => {
    const { clock, book, claim, ask } = setUp();
    await holdClaim(book, await claim('me'), clock).release();
    clock.advance(60_000);
    await setImmediate();
    expect(await ask()).toMatchObject({ kind: 'claimed' });
  });
  it('is recorded even if a renewal had failed in between', async () => {
    const { clock, book, claim } = setUp();
    let renewals = 0;
    const shaky: typeof book = {
      ...book,
      renew: (...args) => (++renewals === 1 ? Promise.reject(new Error('down')) : book.renew(...args)),
    };
    const held = holdClaim(shaky, await claim('me'), clock);
    clock.advance(10_000);
    expect(await held.record(entry)).toEqual({ kind: 'recorded', entry });
    expect(renewals).toBe(2);
  });
  it('that was lost and taken over is told so when it is to be recorded', async () => {
    const { clock, book, claim, ask } = setUp();
    const held = holdClaim(
      { ...book, renew: () => Promise.reject(new Error('down')) },
      await claim('me'),
      clock,
    );
    clock.advance(CLAIM_LEASE_MS);
    expect(await ask()).toMatchObject({ kind: 'claimed' });
    expect(await held.record(entry)).toEqual({ kind: 'lost' });
  });
});
