import { describe, expect, it } from '@jest/globals';
import type { BackendFailureKind } from '../../shared/core/backend-failure';
import { textDetail } from '../../shared/core/detail';
import type { MethodEventId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { methodSummary } from '../../shared/core/method-report';
import { methodResult, pendingMethods } from '../../shared/core/method-result';
import type { Outcome } from '../../shared/core/outcome';
import type { Execution, OtherAnswer } from '../../shared/core/revocation';
import { otherMethods, primaryMethod } from '../../shared/core/revocation-method';
import { outcomeOfPlan } from '../../shared/core/user-outcomes';
import { NOW, TENANT_ID, aRequest, aUser } from '../support/builders';

const record = { attempts: 1, requestIds: ['call-1'] };
const accepted = (effect?: 'signedOut' | 'signOutPending'): OtherAnswer => ({
  kind: 'accepted',
  acceptedAt: NOW,
  ...(effect && { effect }),
  ...record,
});
const failed = (kind: BackendFailureKind): Extract<OtherAnswer, { kind: 'failed' }> => ({
  kind: 'failed',
  failure: { kind, detail: textDetail('It failed.') },
  ...record,
});
const pending: OtherAnswer = { kind: 'pending', ...record };

function outcomeOf(execution: Execution): Outcome {
  const user = aUser();
  const context = {
    id: storedId<OutcomeId>('outcome-1'),
    request: aRequest(),
    tenantId: TENANT_ID,
    reference: { kind: 'id', id: user.id } as const,
    receivedAt: NOW,
    completedAt: NOW,
    user,
  };
  const plan = { kind: 'proceed', mode: 'revoke', user, methods: ['graph', 'sharePoint'] } as const;
  return outcomeOfPlan(context, plan, execution);
}

const revoked = (answers: Execution['answers'], proof: 'changed' | 'none' = 'changed'): Execution => ({
  kind: 'revoked',
  answers,
  acceptedAt: NOW,
  proof: { kind: proof },
  tokenLife: { kind: 'known', longestMs: undefined },
});

describe('a user is signed out only by SharePoint and Graph together', () => {
  it.each<[string, OtherAnswer, Outcome['status'], string]>([
    ['has ended the sessions', accepted('signedOut'), 'signedOut', 'signedOut'],
    ['is ending them', accepted('signOutPending'), 'signOutPending', 'signOutPending'],
    ['has not answered yet', pending, 'signOutPending', 'pending'],
    ['is switched off', failed('notEnabled'), 'signOutPending', 'notEnabled'],
    ['knows no such user', failed('userGone'), 'signOutPending', 'userNotFound'],
    ['may not be called', failed('forbidden'), 'signOutPending', 'failed'],
    ['is away', failed('unavailable'), 'signOutPending', 'failed'],
  ])('Graph has accepted, and SharePoint %s', (_what, answer, status, method) => {
    const outcome = outcomeOf(
      revoked([
        { method: 'graph', answer: accepted() },
        { method: 'sharePoint', answer },
      ]),
    );
    expect(outcome.status).toBe(status);
    expect(outcome.methods).toMatchObject([
      { name: 'graph', status: 'accepted' },
      { name: 'sharePoint', status: method },
    ]);
    expect(outcome).toMatchObject({ verified: true, revokedAt: NOW.toISOString() });
  });
  it('SharePoint alone leaves Exchange and Teams as they are', () =>
    expect(
      outcomeOf(revoked([{ method: 'sharePoint', answer: accepted('signedOut') }], 'none')),
    ).toMatchObject({
      status: 'signOutPending',
      detail: { code: 'graphIsOff' },
      methods: [{ name: 'sharePoint', status: 'signedOut' }],
    }));
  it('Graph alone ends no session at once', () =>
    expect(outcomeOf(revoked([{ method: 'graph', answer: accepted() }])).status).toBe('signOutPending'));
});

describe('where the primary method fails, the outcome is its failure', () => {
  it.each<[BackendFailureKind, string]>([
    ['userGone', 'userNotFound'],
    ['notEnabled', 'notEnabled'],
    ['forbidden', 'failed'],
    ['unavailable', 'failed'],
  ])('%s: %s', (kind, status) => {
    const { failure } = failed(kind);
    const answers = [{ method: 'sharePoint', answer: failed(kind) }] as const;
    expect(outcomeOf({ kind: 'failed', answers, failure })).toMatchObject({
      status,
      methods: [{ name: 'sharePoint', status }],
    });
  });
});

describe('the answer of a method', () => {
  it('that Graph has lost the user is a failure of its own: it had found them before', () => {
    expect(methodResult({ method: 'graph', answer: failed('userGone') })).toEqual({
      name: 'graph',
      status: 'failed',
      ...record,
      detail: textDetail('It failed.'),
    });
    expect(methodResult({ method: 'graph', answer: failed('notEnabled') }).status).toBe('failed');
  });
  it('names no failure where it is none', () =>
    expect(methodResult({ method: 'graph', answer: accepted() })).toEqual({
      name: 'graph',
      status: 'accepted',
      ...record,
    }));
  it('is pending while it is not there', () => {
    const results = [
      methodResult({ method: 'graph', answer: accepted() }),
      methodResult({ method: 'sharePoint', answer: pending }),
    ];
    expect([pendingMethods(results), pendingMethods(results.slice(0, 1))]).toEqual([['sharePoint'], []]);
  });
  it.each([[{ id: 'user-1' }, { userId: 'user-1' }] as const, [{}, {}] as const])(
    'is summed up for telemetry with the user, if the directory knows one: %j',
    (user, named) =>
      expect(
        methodSummary({
          id: storedId<MethodEventId>('event-1'),
          outcomeId: storedId<OutcomeId>('outcome-1'),
          requestId: 'r-1',
          tenantId: TENANT_ID,
          user: { reference: { kind: 'id', id: 'user-1' }, ...user },
          method: methodResult({ method: 'sharePoint', answer: accepted('signedOut') }),
          completedAt: NOW.toISOString(),
        }),
      ).toEqual({
        outcomeId: 'outcome-1',
        method: 'sharePoint',
        status: 'signedOut',
        attempts: 1,
        ...named,
      }),
  );
});

it.each([
  [['graph'], 'graph', []],
  [['sharePoint'], 'sharePoint', []],
  [['sharePoint', 'graph'], 'graph', ['sharePoint']],
  [['graph', 'sharePoint'], 'graph', ['sharePoint']],
] as const)('of the methods %j the primary one is %s, and beside it are %j', (methods, primary, others) => {
  expect(primaryMethod(methods)).toBe(primary);
  expect(otherMethods(methods)).toEqual(others);
});
