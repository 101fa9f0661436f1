import { describe, expect, it } from '@jest/globals';
import type { Conclusion } from '../../shared/core/conclude';
import { MAX_TOKEN_LIFE_MS, conclude } from '../../shared/core/conclude';
import { decide } from '../../shared/core/decide';
import type { Facts } from '../../shared/core/facts';
import type { Mode } from '../../shared/core/mode';
import type { Outcome } from '../../shared/core/outcome';
import type { Execution, Proof } from '../../shared/core/revocation';
import {
  NOW,
  OTHER_TENANT_ID,
  TENANT_ID,
  aPolicy,
  aRequest,
  aUser,
  factsOf,
  found,
} from '../support/builders';

const reference = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' } as const;
const acceptedAt = new Date('2026-11-23T10:00:01.000Z');
const record = { attempts: 2, requestIds: ['one', 'two'] };

function revoked(proof: Proof): Execution {
  return { kind: 'revoked', method: 'graph', acceptedAt, record, proof };
}

function concluded(changes: Partial<Conclusion>, mode: Mode = 'revoke'): Outcome {
  const request = changes.request ?? aRequest({ mode });
  const facts = changes.facts ?? found();
  return conclude({
    id: 'outcome-1',
    tenantId: TENANT_ID,
    reference,
    plan: decide(request, facts, aPolicy(), NOW),
    execution: { kind: 'none' },
    receivedAt: new Date('2026-11-23T10:00:00.000Z'),
    completedAt: new Date('2026-11-23T10:00:02.000Z'),
    ...changes,
    request,
    facts,
  });
}

describe('the outcome of a revocation', () => {
  const outcome = concluded({ execution: revoked({ kind: 'moved' }) });
  it('is pending, never signed out: Graph cannot prove that', () =>
    expect(outcome.status).toBe('signOutPending'));
  it('tells when Graph accepted it', () => expect(outcome.revokedAt).toBe('2026-11-23T10:00:01.000Z'));
  it('promises no more than the longest life of a token', () => {
    expect(MAX_TOKEN_LIFE_MS).toBe(90 * 60 * 1000);
    expect(outcome.effectiveNoLaterThan).toBe('2026-11-23T11:30:01.000Z');
  });
  it('keeps the attempts and the ids of the calls', () =>
    expect(outcome.methods).toEqual([{ name: 'graph', status: 'accepted', ...record }]));
  it('names the user as asked for and as found', () =>
    expect(outcome.user).toEqual({
      reference,
      id: aUser().id,
      userPrincipalName: 'avery@contoso.com',
      userType: 'Member',
    }));
  it('has the id that it was given', () => expect(outcome.id).toBe('outcome-1'));
});

describe('the proof', () => {
  it.each<[string, Proof, boolean | undefined, RegExp | undefined]>([
    ['is there when the time has moved', { kind: 'moved' }, true, undefined],
    ['is not there when it has not moved', { kind: 'notMoved' }, false, /had not moved/],
    [
      'is unknown when it could not be read',
      { kind: 'unread', failure: { kind: 'throttled', detail: 'It is throttling.' } },
      undefined,
      /not read back: It is throttling/,
    ],
  ])('%s', (_rule, proof, verified, detail) => {
    const outcome = concluded({ execution: revoked(proof) });
    expect(outcome.status).toBe('signOutPending');
    expect(outcome.verified).toBe(verified);
    if (detail) expect(outcome.detail).toMatch(detail);
    else expect(outcome.detail).toBeUndefined();
  });
});

describe('what did not succeed', () => {
  it('is failed with the reason, and promises nothing', () => {
    const failure = { kind: 'forbidden', detail: 'Permission missing.' } as const;
    const outcome = concluded({ execution: { kind: 'failed', method: 'graph', failure, record } });
    expect(outcome).toMatchObject({ status: 'failed', detail: 'Permission missing.' });
    expect(outcome.methods).toEqual([
      { name: 'graph', status: 'failed', ...record, detail: 'Permission missing.' },
    ]);
    expect(outcome).not.toHaveProperty('revokedAt');
    expect(outcome).not.toHaveProperty('effectiveNoLaterThan');
  });
  it('points at the outcome that deals with the same user', () =>
    expect(concluded({ execution: { kind: 'sameUser', outcomeId: 'first' } })).toMatchObject({
      status: 'duplicate',
      duplicateOf: 'first',
      methods: [],
      detail: expect.stringContaining('twice'),
    }));
  it('cannot be a plan to revoke that nobody carried out', () =>
    expect(() => concluded({ execution: { kind: 'none' } })).toThrow(/neither carried out nor refused/));
});

describe('a what-if', () => {
  it.each<[string, Facts, string]>([
    ['a member', found(), 'signOutPending'],
    ['a guest', found({ userType: 'Guest' }), 'notApplicable'],
    ['nobody', factsOf({ kind: 'notFound' }), 'userNotFound'],
    ['somebody ambiguous', factsOf({ kind: 'ambiguous', detail: '2 users fit.' }), 'failed'],
  ])('of %s predicts what revoking would have given', (_who, facts, predicted) =>
    expect(concluded({ facts }, 'whatIf')).toMatchObject({
      status: 'whatIf',
      predicted,
      mode: 'whatIf',
      methods: [],
    }),
  );
  it('does not soften what is wrong with the request as a whole', () =>
    expect(concluded({ request: aRequest({ mode: 'whatIf', tenantId: OTHER_TENANT_ID }) })).toMatchObject({
      status: 'rejected',
      mode: 'whatIf',
    }));
  it('predicts a duplicate, and of what', () => {
    const facts = { ...found(), earlier: { outcomeId: 'first', revokedAt: '2026-11-23T09:59:00.000Z' } };
    expect(concluded({ facts }, 'whatIf')).toMatchObject({
      status: 'whatIf',
      predicted: 'duplicate',
      duplicateOf: 'first',
    });
  });
  it('tells why a refusal is predicted', () =>
    expect(concluded({ facts: found({ userType: 'Guest' }) }, 'whatIf').detail).toContain('userType Guest'));
});

describe('a refusal', () => {
  it('has the status and the reason of the objection', () => {
    const outcome = concluded({ facts: factsOf({ kind: 'notFound' }) });
    expect(outcome).toMatchObject({
      status: 'userNotFound',
      methods: [],
      detail: expect.stringContaining('no such user'),
    });
    expect(outcome).not.toHaveProperty('predicted');
    expect(outcome.user).toEqual({ reference });
  });
});

describe('what the sender said', () => {
  it('is told again', () => {
    const said = {
      reason: 'Password spray',
      alert: { provider: 'Sentinel', id: '7' },
      requestedBy: 'playbook',
      requestedAt: '2026-11-23T09:59:00Z',
    };
    expect(concluded({ request: aRequest(said), execution: revoked({ kind: 'moved' }) })).toMatchObject(said);
  });
  it('is absent when nothing was said', () => {
    const outcome = concluded({ execution: revoked({ kind: 'moved' }) });
    for (const name of ['reason', 'alert', 'requestedBy', 'requestedAt', 'detail', 'issues', 'predicted']) {
      expect(outcome).not.toHaveProperty(name);
    }
  });
});
