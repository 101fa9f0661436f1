import { describe, expect, it } from '@jest/globals';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { answersRequest } from '../../shared/core/earlier-revocation';
import type { ReceivedBy } from '../../shared/core/received-by';
import { NOW, aPolicy, aRequest } from '../support/builders';

const policy = aPolicy({ deduplicationWindowMs: 600_000 });

function answers(minutesAgo: number, alertCreatedAt?: string, own = 'mine'): boolean {
  const earlier = {
    outcomeId: storedId<OutcomeId>('earlier'),
    revokedAt: new Date(NOW.getTime() - minutesAgo * 60_000).toISOString(),
  };
  const alert = { id: 'a-1', ...(alertCreatedAt !== undefined && { createdAt: alertCreatedAt }) };
  const outcomeId = storedId<OutcomeId>(own);
  return answersRequest(earlier, aRequest({ alert }), { policy, outcomeId, now: NOW });
}

describe('an earlier revocation with the same deduplication key answers a request', () => {
  it('within the window, to its end', () => {
    expect(answers(0)).toBe(true);
    expect(answers(10)).toBe(true);
    expect(answers(10.001)).toBe(false);
  });
  it('when the alert was raised before it, or at the same time', () => {
    expect(answers(5, '2026-11-23T09:00:00Z')).toBe(true);
    expect(answers(5, '2026-11-23T09:55:00Z')).toBe(true);
  });
  it('not when the alert is newer: the intruder came back', () => {
    expect(answers(5, '2026-11-23T09:55:00.001Z')).toBe(false);
    expect(answers(5, '2026-11-23T11:55:01+02:00')).toBe(false);
  });
  it('not when it is the request’s own, from a try that was interrupted', () =>
    expect(answers(5, undefined, 'earlier')).toBe(false));
});

describe('an earlier revocation that another sender caused', () => {
  const revokedAt = new Date(NOW.getTime() - 60_000);
  const earlier = {
    outcomeId: storedId<OutcomeId>('earlier'),
    revokedAt: revokedAt.toISOString(),
    receivedBy: 'webhook:a' as const,
  };
  const answersFrom = (receivedBy: ReceivedBy, msBefore?: number): boolean =>
    answersRequest(earlier, aRequest({ receivedBy }), {
      policy,
      outcomeId: storedId<OutcomeId>('mine'),
      now: NOW,
      ...(msBefore !== undefined && { enqueuedAt: new Date(revokedAt.getTime() - msBefore) }),
    });
  it('answers what was enqueued before it, by more than clocks differ', () => {
    expect(answersFrom('webhook:b', 5000)).toBe(true);
    expect(answersFrom('webhook:b', 4999)).toBe(false);
    expect(answersFrom('webhook:b', -60_000)).toBe(false);
  });
  it('answers nothing whose time of arrival is not known', () =>
    expect(answersFrom('webhook:b')).toBe(false));
  it('while one of the same sender answers whenever it arrived', () =>
    expect(answersFrom('webhook:a', -30_000)).toBe(true));
});
