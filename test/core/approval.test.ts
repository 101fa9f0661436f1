import { describe, expect, it } from '@jest/globals';
import type { ApprovalDecision, DecisionVerb, RecordedDecision } from '../../shared/core/approval';
import { answerDecided, answerOpen, expiryOf, isTarget } from '../../shared/core/approval';
import { writeDetail } from '../../shared/core/detail';
import type { OutcomeId } from '../../shared/core/ids';
import { approvalId, storedId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import { NOW, aPolicy, aRequest, aUser, anApprovalRequest } from '../support/builders';

const request = anApprovalRequest({
  request: aRequest({ requestedBy: 'Soc@contoso.com' }),
  expiresAt: new Date(NOW.getTime() + 3_600_000).toISOString(),
});
const approved: RecordedDecision = {
  decision: 'approve',
  by: 'lead@contoso.com',
  at: NOW.toISOString(),
  key: 'k-1',
};
const declined: RecordedDecision = { ...approved, decision: 'decline' };
const expired = expiryOf(request);

function decisionOf(verb: DecisionVerb, by = 'lead@contoso.com'): ApprovalDecision {
  return verb === 'expire' ? { decision: verb, key: 'expiry' } : { decision: verb, by, key: 'k-2' };
}

function withApprovers(approvers?: readonly string[]): Policy {
  const policy = aPolicy();
  return { ...policy, confirmation: { ...policy.confirmation, ...(approvers && { approvers }) } };
}

function openAnswer(verb: DecisionVerb, minutes: number, by?: string, approvers?: readonly string[]) {
  const now = new Date(NOW.getTime() + minutes * 60_000);
  return answerOpen(decisionOf(verb, by), request, withApprovers(approvers), now);
}

describe('the table of approvals', () => {
  const states = { approved, declined, expired };
  it.each<['pending' | 'overdue', DecisionVerb, string]>([
    ['pending', 'approve', 'record'],
    ['pending', 'decline', 'record'],
    ['pending', 'expire', 'wait'],
    ['overdue', 'approve', 'expireFirst'],
    ['overdue', 'decline', 'expireFirst'],
    ['overdue', 'expire', 'record'],
  ])('in the state %s, the decision %s has the effect %s', (state, verb, effect) =>
    expect(openAnswer(verb, state === 'pending' ? 1 : 61).kind).toBe(effect),
  );
  it.each<[keyof typeof states, DecisionVerb, string]>([
    ['approved', 'approve', 'tooLate'],
    ['approved', 'decline', 'tooLate'],
    ['approved', 'expire', 'ignore'],
    ['declined', 'approve', 'tooLate'],
    ['declined', 'decline', 'tooLate'],
    ['declined', 'expire', 'ignore'],
    ['expired', 'approve', 'tooLate'],
    ['expired', 'decline', 'tooLate'],
    ['expired', 'expire', 'finish'],
  ])('in the state %s, the decision %s has the effect %s', (state, verb, effect) =>
    expect(answerDecided(decisionOf(verb), states[state], request, aPolicy()).kind).toBe(effect),
  );
});

describe('a decision', () => {
  it('is recorded with who decided, when, and by which message', () =>
    expect(openAnswer('decline', 1)).toEqual({
      kind: 'record',
      decision: { decision: 'decline', by: 'lead@contoso.com', at: '2026-11-23T10:01:00.000Z', key: 'k-2' },
    }));
  it('counts if it comes from one of the approvers, in any spelling', () =>
    expect(openAnswer('decline', 1, 'LEAD@contoso.com', ['lead@contoso.com'])).toMatchObject({
      kind: 'record',
    }));
  it.each<[string, string, readonly string[] | undefined, string]>([
    [
      'of somebody who is not an approver',
      'other@contoso.com',
      ['lead@contoso.com'],
      'is not one of the approvers that policy names',
    ],
    ['of the requester', 'soc@CONTOSO.com', undefined, 'the requester cannot decide'],
    ['of the requester, even as an approver', 'soc@contoso.com', ['soc@contoso.com'], 'the requester'],
    ['of the user concerned', 'Avery@contoso.com', undefined, 'the user concerned cannot decide'],
    ['of the user concerned, by id', aUser().id.toUpperCase(), undefined, 'the user concerned'],
  ])('%s is denied, before and after one is recorded', (_whose, by, approvers, detail) => {
    const denied = { kind: 'denied', detail: expect.stringContaining(detail) };
    expect(openAnswer('approve', 1, by, approvers)).toEqual(denied);
    expect(openAnswer('approve', 61, by, approvers)).toEqual(denied);
    const policy = withApprovers(approvers);
    expect(answerDecided(decisionOf('approve', by), declined, request, policy)).toEqual(denied);
  });
  it('that is delivered again is finished: what follows from it may not be done yet', () =>
    expect(answerDecided({ ...approved, by: 'soc@contoso.com' }, approved, request, aPolicy())).toEqual({
      kind: 'finish',
      decision: approved,
    }));
  it.each<[string, RecordedDecision, string, string]>([
    [
      'it was approved',
      approved,
      'duplicate',
      'already approved, by lead@contoso.com at 2026-11-23T10:00:00.000Z',
    ],
    ['it was declined', declined, 'duplicate', 'already declined, by lead'],
    ['it has expired', expired, 'expired', 'Nobody had decided by 2026-11-23T11:00:00.000Z'],
  ])('changes nothing once %s', (_how, recorded, status, sentence) => {
    const answer = answerDecided(decisionOf('decline'), recorded, request, aPolicy());
    expect(answer).toMatchObject({ kind: 'tooLate', status });
    if (answer.kind === 'tooLate') expect(writeDetail(answer.detail)).toContain(sentence);
  });
  it.each([
    [59.99, 'record'],
    [60, 'expireFirst'],
    [61, 'expireFirst'],
  ])('after %d of 60 minutes: %s', (minutes, kind) =>
    expect(openAnswer('decline', minutes)).toMatchObject({ kind }),
  );
  it('that comes after the time has the expiry recorded first', () =>
    expect(openAnswer('approve', 61)).toEqual({ kind: 'expireFirst', expiry: expired }));
});

describe('the expiry of a request for approval', () => {
  it('is the same decision, whichever message brings it and whenever', () => {
    expect(openAnswer('expire', 60)).toEqual({ kind: 'record', decision: expired });
    expect(openAnswer('expire', 600)).toEqual({ kind: 'record', decision: expired });
    expect(expired).toEqual({ decision: 'expire', at: request.expiresAt, key: 'expiry' });
  });
  it('waits until its time when its message comes too early', () =>
    expect(openAnswer('expire', 59)).toEqual({ kind: 'wait', until: new Date(request.expiresAt) }));
});

describe('a decision on many requests', () => {
  const held = anApprovalRequest({ reason: { ...request.reason, status: 'held' } });
  it('by the brake is about those that the brake holds', () => {
    expect(isTarget({ kind: 'brake' }, held)).toBe(true);
    expect(isTarget({ kind: 'brake' }, request)).toBe(false);
  });
  it('by a request is about the users of that request', () => {
    expect(isTarget({ kind: 'request', requestId: 'request-1' }, request)).toBe(true);
    expect(isTarget({ kind: 'request', requestId: 'request-2' }, request)).toBe(false);
  });
});

describe('the id of a request for approval', () => {
  it('follows from the outcome that publishes it, and from nothing else', () => {
    const idOf = (outcome: string): string => approvalId(storedId<OutcomeId>(outcome));
    expect(idOf('o-1')).toBe(idOf('o-1'));
    expect(idOf('o-1')).not.toBe(idOf('o-2'));
    expect(idOf('o-1')).toMatch(/^[\da-f]{32}$/);
  });
});
