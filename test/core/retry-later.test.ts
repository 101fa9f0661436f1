import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BackendFailureKind } from '../../shared/core/backend-failure';
import { textDetail } from '../../shared/core/detail';
import { MAX_WAIT_MS, backoffMs, retryAt } from '../../shared/core/retry-later';
import { NOW, aPolicy } from '../support/builders';

const justNow = { since: NOW, attempts: 0 };
const context = { policy: aPolicy(), now: NOW, random: 1 };

function waitMs(kind: BackendFailureKind, retryAfterMs?: number): number | undefined {
  const failure = { kind, detail: textDetail(''), ...(retryAfterMs !== undefined && { retryAfterMs }) };
  const at = retryAt(failure, justNow, context);
  return at && at.getTime() - NOW.getTime();
}

describe('a request is tried again later', () => {
  it.each<[BackendFailureKind, boolean]>([
    ['throttled', true],
    ['unavailable', true],
    ['noToken', true],
    ['unauthorized', true],
    ['leaseEnded', true],
    ['forbidden', false],
    ['badRequest', false],
    ['notDone', false],
  ])('when it was %s: %s', (kind, again) => expect(waitMs(kind) !== undefined).toBe(again));
  it('never before the backend wants to be asked again, however long that is', () => {
    expect(waitMs('throttled', 90_000)).toBe(90_000);
    expect(waitMs('throttled', 2 * MAX_WAIT_MS)).toBe(2 * MAX_WAIT_MS);
    expect(waitMs('throttled', 10)).toBe(15_000);
  });
  it('until it would be too old, and not a moment longer', () => {
    const failure = { kind: 'throttled', detail: textDetail('') } as const;
    const policy = aPolicy({ maxRequestAgeMs: 60_000 });
    const since = (ms: number): Date => new Date(NOW.getTime() - ms);
    const at = (ms: number): Date | undefined =>
      retryAt(failure, { since: since(ms), attempts: 0 }, { ...context, policy });
    expect(at(45_000)).toEqual(new Date(NOW.getTime() + 15_000));
    expect(at(45_001)).toBeUndefined();
  });
});

describe('the wait', () => {
  it.each([
    [0, 15_000],
    [1, 30_000],
    [2, 60_000],
    [3, 120_000],
    [4, 240_000],
    [5, 300_000],
    [50, 300_000],
    [5000, 300_000],
  ])('doubles with each try, to five minutes: after %i it is %i ms', (attempts, ms) =>
    expect(backoffMs(attempts, 1)).toBe(ms),
  );
  it('is spread by a quarter, so that what failed together does not come back together', () => {
    expect(backoffMs(0, 0)).toBe(11_250);
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const wait = backoffMs(attempts, random);
        expect(wait).toBeGreaterThanOrEqual(backoffMs(attempts, 0));
        expect(wait).toBeLessThanOrEqual(MAX_WAIT_MS);
      }),
    );
  });
});
