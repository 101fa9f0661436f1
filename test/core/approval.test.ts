import { describe, expect, it } from '@jest/globals';
import type { ApprovalDecision, DecisionVerb, RecordedDecision } from '../../shared/core/approval';
import {
  answerDecided,
  answerOpen,
  expiryOf,
  isOfSeveralSenders,
  isTarget,
  wasSeen,
} from '../../shared/core/approval';
import { writeDetail } from '../../shared/core/detail';
import type { OutcomeId } from '../../shared/core/ids';
import { approvalId, storedId } from '../../shared/core/ids';
import type { ReceivedBy } from '../../shared/core/received-by';
import { NOW, aRequest, anApprovalRequest } from '../support/builders';

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

function decisionOf(verb: DecisionVerb): ApprovalDecision {
  return verb === 'expire'
    ? { decision: verb, key: 'expiry' }
    : { decision: verb, by: 'lead@contoso.com', key: 'k-2' };
}

function openAnswer(verb: DecisionVerb, minutes: number) {
  return answerOpen(decisionOf(verb), request, new Date(NOW.getTime() + minutes * 60_000));
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
    ['approved', 'expire', 'finish'],
    ['declined', 'approve', 'tooLate'],
    ['declined', 'decline', 'tooLate'],
    ['declined', 'expire', 'finish'],
    ['expired', 'approve', 'tooLate'],
    ['expired', 'decline', 'tooLate'],
    ['expired', 'expire', 'finish'],
  ])('in the state %s, the decision %s has the effect %s', (state, verb, effect) =>
    expect(answerDecided(decisionOf(verb), states[state]).kind).toBe(effect),
  );
});

describe('a decision', () => {
  it('is recorded with who decided, when, and by which message', () =>
    expect(openAnswer('decline', 1)).toEqual({
      kind: 'record',
      decision: { decision: 'decline', by: 'lead@contoso.com', at: '2026-11-23T10:01:00.000Z', key: 'k-2' },
    }));
  it('that is delivered again is finished: what follows from it may not be done yet', () =>
    expect(answerDecided({ ...approved, by: 'soc@contoso.com' }, approved)).toEqual({
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
    const answer = answerDecided(decisionOf('decline'), recorded);
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
  it('waits for the half of its time when its message comes before, and then until its end', () => {
    const halfway = new Date(Date.parse(request.requestedAt) + 30 * 60_000);
    expect(openAnswer('expire', 29)).toEqual({ kind: 'wait', until: halfway, isHalfOver: false });
    const end = { kind: 'wait', until: new Date(request.expiresAt), isHalfOver: true };
    expect(openAnswer('expire', 30)).toEqual(end);
    expect(openAnswer('expire', 59)).toEqual(end);
  });
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

describe('a list that a person decided on', () => {
  const sentAt = new Date(NOW.getTime() + 60_000);
  it.each<[string, string | undefined, number, boolean]>([
    ['what was requested before the decision was sent', undefined, 60_000, true],
    ['nothing that was requested afterwards', undefined, 60_001, false],
    ['what was requested by the time that the decision names', '2026-11-23T10:00:30Z', 30_000, true],
    ['nothing that was requested after that time', '2026-11-23T10:00:30Z', 30_001, false],
    ['nothing that nobody can have seen yet, whatever time is named', '2026-11-24T10:00:00Z', 60_001, false],
  ])('contains %s', (_what, asOf, afterMs, seen) => {
    const requestedAt = new Date(NOW.getTime() + afterMs).toISOString();
    const target = { kind: 'brake', ...(asOf !== undefined && { asOf }) } as const;
    expect(wasSeen(target, anApprovalRequest({ requestedAt }), sentAt)).toBe(seen);
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

it.each<[readonly ReceivedBy[], boolean]>([
  [[], false],
  [['webhook:a'], false],
  [['webhook:a', 'webhook:a'], false],
  [['queue', 'unproven'], false],
  [['webhook:a', 'webhook:b'], true],
  [['queue', 'webhook:a'], true],
])('requests from %j are of several senders: %s', (senders, expected) =>
  expect(
    isOfSeveralSenders(
      senders.map((receivedBy) => {
        const request = anApprovalRequest();
        return { ...request, identity: { ...request.identity, receivedBy } };
      }),
    ),
  ).toBe(expected),
);
