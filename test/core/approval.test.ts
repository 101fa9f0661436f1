import { describe, expect, it } from '@jest/globals';
import type { Resolution } from '../../shared/core/approval';
import { confirmationId, expiryOf, judge } from '../../shared/core/approval';
import { NOW, anApprovalRequest, aPolicy, aRequest, aUser } from '../support/builders';

const held = anApprovalRequest({
  request: aRequest({ requestedBy: 'Soc@contoso.com' }),
  expiresAt: new Date(NOW.getTime() + 3_600_000).toISOString(),
});
const approved: Resolution = {
  decision: 'approve',
  by: 'lead@contoso.com',
  at: NOW.toISOString(),
  key: 'k-1',
};

function judged(
  by = 'lead@contoso.com',
  changes: { resolution?: Resolution; approvers?: readonly string[]; minutes?: number; key?: string } = {},
): unknown {
  const { resolution, approvers, minutes = 1, key = 'k-2' } = changes;
  const policy = aPolicy();
  return judge({ decision: 'decline', by }, key, {
    held,
    resolution,
    policy: { ...policy, confirmation: { ...policy.confirmation, ...(approvers && { approvers }) } },
    now: new Date(NOW.getTime() + minutes * 60_000),
  });
}

describe('a decision', () => {
  it('ends the wait, and says who ended it, when, and by which message', () =>
    expect(judged()).toEqual({
      kind: 'ends',
      resolution: { decision: 'decline', by: 'lead@contoso.com', at: '2026-11-23T10:01:00.000Z', key: 'k-2' },
    }));
  it('of one of the approvers does, however spelt', () =>
    expect(judged('LEAD@contoso.com', { approvers: ['lead@contoso.com'] })).toMatchObject({ kind: 'ends' }));
  it.each([
    [
      'of who is not among the approvers',
      'other@contoso.com',
      ['lead@contoso.com'],
      'not among the approvers',
    ],
    ['of the requester', 'soc@CONTOSO.com', undefined, 'the requester cannot decide'],
    ['of the requester, even as an approver', 'soc@contoso.com', ['soc@contoso.com'], 'the requester'],
    ['of the user concerned', 'Avery@contoso.com', undefined, 'the user concerned cannot decide'],
    ['of the user concerned, by id', aUser().id.toUpperCase(), undefined, 'the user concerned'],
  ])('%s is none', (_whose, by, approvers, detail) =>
    expect(judged(by, approvers && { approvers })).toEqual({
      kind: 'rejected',
      because: expect.stringContaining(detail),
    }),
  );
  it('delivered again stands: what follows from it may be left to do', () =>
    expect(judged('lead@contoso.com', { resolution: approved, key: 'k-1', minutes: 600 })).toEqual({
      kind: 'stands',
      resolution: approved,
    }));
  it.each<[string, Resolution, string, string]>([
    [
      'it was approved',
      approved,
      'duplicate',
      'approved already, by lead@contoso.com at 2026-11-23T10:00:00.000Z',
    ],
    ['it was declined', { ...approved, decision: 'decline' }, 'duplicate', 'declined already, by lead'],
    ['it has expired', expiryOf(held), 'expired', 'Nobody had decided by 2026-11-23T11:00:00.000Z'],
  ])('changes nothing once %s', (_how, resolution, status, detail) =>
    expect(judged('lead@contoso.com', { resolution })).toEqual({
      kind: 'tooLate',
      status,
      detail: expect.stringContaining(detail),
    }),
  );
  it.each([
    [59.99, 'ends'],
    [60, 'tooLate'],
    [61, 'tooLate'],
  ])('after %d of 60 minutes: %s', (minutes, kind) =>
    expect(judged('lead@contoso.com', { minutes })).toMatchObject({ kind }),
  );
});

describe('the id of a confirmation', () => {
  it('follows from the outcome that tells of it, and from nothing else', () => {
    expect(confirmationId('o-1')).toBe(confirmationId('o-1'));
    expect(confirmationId('o-1')).not.toBe(confirmationId('o-2'));
    expect(confirmationId('o-1')).toMatch(/^[\da-f]{32}$/);
  });
});
