import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attempt } from '../../../shared/adapters/graph/retry-delay';
import { retryDelay } from '../../../shared/adapters/graph/retry-delay';
import { parseRetryAfter } from '../../../shared/adapters/http/retry-after';

const now = new Date('2026-11-23T10:00:00.000Z');
const budget = {
  totalMs: 60_000,
  attempts: 6,
  attemptMs: 15_000,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  maxTurnMs: 120_000,
};
const status = (code: number, retryAfter?: string): Attempt => ({
  kind: 'status',
  status: code,
  ...(retryAfter !== undefined && { retryAfter }),
});
const delay = (attempt: Attempt, attempts = 1, elapsedMs = 0, random = 0): number | undefined =>
  retryDelay(attempt, { attempts, elapsedMs, now }, budget, random);

describe('Retry-After', () => {
  it.each([
    ['3', 3000],
    [' 3 ', 3000],
    ['0', 0],
    ['1.5', 1500],
    ['Mon, 23 Nov 2026 10:00:07 GMT', 7000],
    ['Monday, 23-Nov-26 10:00:07 GMT', 7000],
    ['Mon, 23 Nov 2026 09:59:00 GMT', 0],
    ['-5', undefined],
    ['99999999999999', 86_400_000],
    ['Mon, 23 Nov 2099 10:00:00 GMT', 86_400_000],
    ['soon', undefined],
    ['2026', 2_026_000],
    ['', undefined],
    [undefined, undefined],
    ['Mon, nonsense', undefined],
  ])('%s means %s ms', (value, ms) => expect(parseRetryAfter(value, now)).toBe(ms));
});

describe('a call is tried again', () => {
  it.each([401, 408, 429, 500, 502, 503, 504])('after %i', (code) =>
    expect(delay(status(code))).toBeDefined(),
  );
  it('not after one that could not be sent', () => expect(delay({ kind: 'notSent' })).toBeUndefined());
  it('after no answer', () => expect(delay({ kind: 'noAnswer' })).toBeDefined());
  it.each([200, 204, 301, 400, 403, 404, 409, 501])('not after %i', (code) =>
    expect(delay(status(code, '1'))).toBeUndefined(),
  );
  it('until its attempts are used up', () => {
    expect(delay(status(503), 5)).toBeDefined();
    expect(delay(status(503), 6)).toBeUndefined();
  });
  it('not past its budget of time', () => {
    expect(delay(status(429, '10'), 1, 50_000)).toBe(10_000);
    expect(delay(status(429, '10'), 1, 50_001)).toBeUndefined();
    expect(delay(status(429, '61'))).toBeUndefined();
  });
});

describe('the wait', () => {
  it.each([
    [1, 0, 250],
    [1, 0.999999, 500],
    [2, 0, 500],
    [3, 0, 1000],
    [5, 0, 4000],
  ])('after attempt %i doubles, with jitter', (attempts, random, ms) =>
    expect(delay(status(503), attempts, 0, random)).toBeCloseTo(ms, 1),
  );
  it('is not begun when Graph asks for a longer one than may be waited in place', () => {
    expect(delay(status(429, '30'), 1, 0, 0)).toBe(30_000);
    expect(delay(status(429, '30.001'), 1, 0, 0)).toBeUndefined();
  });
  it('is never shorter than Graph asks for, and not much longer', () => {
    const seconds = fc.double({ min: 0, max: 29.999, noNaN: true }).map((value) => value.toFixed(3));
    fc.assert(
      fc.property(seconds, fc.double({ min: 0, max: 0.999, noNaN: true }), (asked, random) => {
        const waited = delay(status(429, asked), 1, 0, random) ?? 0;
        expect(waited).toBeGreaterThanOrEqual(Number(asked) * 1000);
        expect(waited).toBeLessThanOrEqual(Number(asked) * 1000 + 1000);
      }),
    );
  });
});
