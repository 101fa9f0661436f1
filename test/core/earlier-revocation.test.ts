import { describe, expect, it } from '@jest/globals';
import { stillStands } from '../../shared/core/earlier-revocation';
import { NOW, aPolicy, aRequest } from '../support/builders';

const policy = aPolicy({ deduplicationWindowMs: 600_000 });

function stillValid(minutesAgo: number, alertCreatedAt?: string, outcomeId = 'mine'): boolean {
  const earlier = {
    outcomeId: 'earlier',
    revokedAt: new Date(NOW.getTime() - minutesAgo * 60_000).toISOString(),
  };
  const alert = { id: 'a-1', ...(alertCreatedAt !== undefined && { createdAt: alertCreatedAt }) };
  return stillStands(earlier, aRequest({ alert }), { policy, outcomeId, now: NOW });
}

describe('an earlier revocation on the same occasion answers a request', () => {
  it('within the window, to its end', () => {
    expect(stillValid(0)).toBe(true);
    expect(stillValid(10)).toBe(true);
    expect(stillValid(10.001)).toBe(false);
  });
  it('when the alert was raised before it, or at the same time', () => {
    expect(stillValid(5, '2026-11-23T09:00:00Z')).toBe(true);
    expect(stillValid(5, '2026-11-23T09:55:00Z')).toBe(true);
  });
  it('not when the alert is newer: the intruder came back', () => {
    expect(stillValid(5, '2026-11-23T09:55:00.001Z')).toBe(false);
    expect(stillValid(5, '2026-11-23T11:55:01+02:00')).toBe(false);
  });
  it('not when it is the request’s own, from a try that was interrupted', () =>
    expect(stillValid(5, undefined, 'earlier')).toBe(false));
});
