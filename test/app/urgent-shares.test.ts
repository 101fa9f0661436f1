import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UrgentUse } from '../../shared/app/urgent-shares';
import { urgentShares } from '../../shared/app/urgent-shares';
import { fixedClock } from '../support/fixed-clock';

const limit = { users: 3, windowMs: 60_000 };

function use(request: string, changes: Partial<UrgentUse> = {}): UrgentUse {
  return { source: 'edr', request, users: 1, limit, ...changes };
}

describe('a source has', () => {
  it('as many urgent users as policy grants it, and then ordinary requests', () => {
    const counts = urgentShares(fixedClock());
    expect(['a', 'b', 'c', 'd'].map((id) => counts(use(id)))).toEqual([true, true, true, false]);
  });
  it('its own share, which no other source uses up', () => {
    const counts = urgentShares(fixedClock());
    for (const id of ['a', 'b', 'c', 'd']) counts(use(id));
    expect(counts(use('e', { source: 'siem' }))).toBe(true);
  });
  it('each request counted once, however often it is delivered', () => {
    const counts = urgentShares(fixedClock());
    expect(['a', 'a', 'a', 'b', 'c', 'a'].map((id) => counts(use(id)))).not.toContain(false);
  });
  it('no part of a request urgent that has more users than are left', () => {
    const counts = urgentShares(fixedClock());
    expect([counts(use('a', { users: 4 })), counts(use('b', { users: 3 })), counts(use('c'))]).toEqual([
      false,
      true,
      false,
    ]);
  });
  it('its share again as the window moves on', () => {
    const clock = fixedClock();
    const counts = urgentShares(clock);
    counts(use('a', { users: 2 }));
    clock.advance(30_000);
    expect([counts(use('b')), counts(use('c'))]).toEqual([true, false]);
    clock.advance(30_000);
    expect([counts(use('c', { users: 2 })), counts(use('d'))]).toEqual([true, false]);
  });
  it('never more urgent users in any window, in whatever order they come', () => {
    const arrival = fc.record({ users: fc.integer({ min: 1, max: 4 }), afterMs: fc.nat(40_000) });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 40 }), (arrivals) => {
        const clock = fixedClock();
        const counts = urgentShares(clock);
        const urgent: { readonly at: number; readonly users: number }[] = [];
        for (const [n, { users, afterMs }] of arrivals.entries()) {
          clock.advance(afterMs);
          const at = clock.monotonicMs();
          if (counts(use(String(n), { users }))) urgent.push({ at, users });
          const within = urgent.filter((one) => at - one.at < limit.windowMs);
          expect(within.reduce((sum, one) => sum + one.users, 0)).toBeLessThanOrEqual(limit.users);
        }
      }),
    );
  });
});
