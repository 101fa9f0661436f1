import { describe, expect, it } from '@jest/globals';
import { detail, textDetail, writeDetail } from '../../shared/core/detail';
import type { Facts } from '../../shared/core/facts';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Mode } from '../../shared/core/mode';
import type { Outcome } from '../../shared/core/outcome';
import type { UserContext } from '../../shared/core/user-outcomes';
import { outcomeOfApprovalRequest, outcomeOfPlan } from '../../shared/core/user-outcomes';
import type { RevocationRequest } from '../../shared/core/request';
import type { Execution, Proof } from '../../shared/core/revocation';
import {
  NOW,
  OTHER_TENANT_ID,
  TENANT_ID,
  aPolicy,
  aRequest,
  aUser,
  anApprovalRequest,
  factsOf,
  found,
} from '../support/builders';
import type { TokenLife } from '../../shared/core/token-life';
import { planFor } from '../support/plan';

const reference = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' } as const;
const acceptedAt = new Date('2026-11-23T10:00:01.000Z');
const record = { attempts: 2, requestIds: ['one', 'two'] };

function revoked(proof: Proof, tokenLife: TokenLife = { kind: 'known', longestMs: undefined }): Execution {
  const answers = [{ method: 'graph', answer: { kind: 'accepted', acceptedAt, ...record } }] as const;
  return { kind: 'revoked', answers, acceptedAt, proof, tokenLife };
}

function concluded(
  changes: {
    readonly facts?: Facts;
    readonly request?: RevocationRequest;
    readonly execution?: Execution;
  },
  mode: Mode = 'revoke',
): Outcome {
  const { request = aRequest({ mode }), facts = found(), execution } = changes;
  const context: UserContext = {
    id: storedId('outcome-1'),
    request,
    tenantId: TENANT_ID,
    reference,
    receivedAt: new Date('2026-11-23T10:00:00.000Z'),
    completedAt: new Date('2026-11-23T10:00:02.000Z'),
    ...(facts.user?.kind === 'found' && { user: facts.user.user }),
  };
  return outcomeOfPlan(context, planFor(request, facts, aPolicy(), NOW), execution);
}

const sentenceOf = (outcome: Outcome): string | undefined => outcome.detail && writeDetail(outcome.detail);

describe('the outcome of a revocation', () => {
  const outcome = concluded({ execution: revoked({ kind: 'changed' }) });
  it('is pending, never signed out: Graph cannot prove that', () =>
    expect(outcome.status).toBe('signOutPending'));
  it('has the time at which Graph accepted it', () =>
    expect(outcome.revokedAt).toBe('2026-11-23T10:00:01.000Z'));
  it('promises no more than the longest life of a token', () => {
    expect(outcome).toMatchObject({ effectiveNoLaterThan: '2026-11-23T11:30:01.000Z', bound: 'default' });
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
  it.each<[string, Proof, boolean | undefined, RegExp]>([
    ['is there when the time has moved', { kind: 'changed' }, true, /^Sessions that apps keep themselves/],
    ['is there when a later try has found it', { kind: 'found' }, true, /^An earlier try was interrupted/],
    ['is not there when it has not moved', { kind: 'notChanged' }, false, /had not changed/],
    [
      'is unknown when it could not be read',
      { kind: 'unread', failure: { kind: 'throttled', detail: textDetail('It is throttling.') } },
      undefined,
      /not read back: It is throttling/,
    ],
  ])('%s', (_rule, proof, verified, sentence) => {
    const outcome = concluded({ execution: revoked(proof) });
    expect(outcome.status).toBe('signOutPending');
    expect(outcome.verified).toBe(verified);
    expect(sentenceOf(outcome)).toMatch(sentence);
    expect(sentenceOf(outcome)).toMatch(/have no bound; long-lived tokens .* end by the event/);
  });
});

describe('the bound', () => {
  const hours = (count: number): number => count * 3_600_000;
  it.each<[string, TokenLife, string, string]>([
    ['of policies that state none', { kind: 'known', longestMs: undefined }, 'default', '11:30:01'],
    ['of a shorter policy', { kind: 'known', longestMs: hours(0.5) }, 'default', '11:30:01'],
    ['of a policy of 90 minutes', { kind: 'known', longestMs: hours(1.5) }, 'default', '11:30:01'],
    ['of a longer policy', { kind: 'known', longestMs: hours(8) }, 'policy', '18:00:01'],
    [
      'of policies that were not read',
      { kind: 'unknown', reason: 'notGranted', longestMs: undefined },
      'unknown',
      '11:30:01',
    ],
    [
      'of policies that were read in part',
      { kind: 'unknown', reason: 'notUnderstood', longestMs: hours(4) },
      'unknown',
      '14:00:01',
    ],
  ])('%s', (_of, tokenLife, bound, time) => {
    const outcome = concluded({ execution: revoked({ kind: 'changed' }, tokenLife) });
    expect(outcome).toMatchObject({ bound, effectiveNoLaterThan: `2026-11-23T${time}.000Z` });
    expect(sentenceOf(outcome)?.includes('Not every token lifetime policy')).toBe(bound === 'unknown');
  });
});

describe('what did not succeed', () => {
  it('is failed with the reason, and promises nothing', () => {
    const failure = { kind: 'forbidden', detail: textDetail('Permission missing.') } as const;
    const answers = [{ method: 'graph', answer: { kind: 'failed', failure, ...record } }] as const;
    const outcome = concluded({ execution: { kind: 'failed', answers, failure } });
    expect(outcome).toMatchObject({ status: 'failed', detail: failure.detail });
    expect(outcome.methods).toEqual([{ name: 'graph', status: 'failed', ...record, detail: failure.detail }]);
    expect(outcome).not.toHaveProperty('revokedAt');
    expect(outcome).not.toHaveProperty('effectiveNoLaterThan');
  });
  it.each(['revoke', 'whatIf'] as const)(
    'points at the outcome that answers the same user, in mode %s',
    (mode) => {
      const facts: Facts = { ...found(), namedTwice: { kind: 'yes', outcomeId: storedId('first') } };
      const outcome = concluded({ facts }, mode);
      expect(outcome).toMatchObject({ status: 'duplicate', duplicateOf: 'first', methods: [] });
      expect(sentenceOf(outcome)).toContain('twice');
    },
  );
});

describe('a what-if', () => {
  it.each<[string, Facts, string]>([
    ['a member', found(), 'signOutPending'],
    ['a guest', found({ userType: 'Guest', externalUserState: 'Accepted' }), 'notApplicable'],
    ['nobody', factsOf({ kind: 'notFound' }), 'userNotFound'],
    ['somebody ambiguous', factsOf({ kind: 'ambiguous', detail: textDetail('2 users match.') }), 'failed'],
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
    const revocation = { outcomeId: storedId<OutcomeId>('first'), revokedAt: '2026-11-23T09:59:00.000Z' };
    const facts: Facts = { ...found(), earlier: { kind: 'done', revocation } };
    const request = aRequest({ mode: 'whatIf', alert: { id: 'a-1' } });
    expect(concluded({ facts, request })).toMatchObject({
      status: 'whatIf',
      predicted: 'duplicate',
      duplicateOf: 'first',
    });
  });
  it('says why a denial is predicted', () =>
    expect(
      sentenceOf(concluded({ facts: found({ userType: 'Guest', externalUserState: 'Accepted' }) }, 'whatIf')),
    ).toContain('externalUserState Accepted'));
  it('predicts that a person must approve', () =>
    expect(concluded({ request: aRequest({ mode: 'whatIf', confirm: true }) })).toMatchObject({
      status: 'whatIf',
      predicted: 'awaitingConfirmation',
      detail: detail('approvalRequested'),
    }));
});

describe('a denial', () => {
  it('has the status and the reason of the rule', () => {
    const outcome = concluded({ facts: factsOf({ kind: 'notFound' }) });
    expect(outcome).toMatchObject({
      status: 'userNotFound',
      methods: [],
    });
    expect(sentenceOf(outcome)).toContain('no such user');
    expect(outcome).not.toHaveProperty('predicted');
    expect(outcome.user).toEqual({ reference });
  });
});

describe('what the sender wrote', () => {
  it('is repeated', () => {
    const written = {
      reason: 'Password spray',
      alert: { provider: 'Sentinel', id: '7' },
      requestedBy: 'playbook',
      requestedAt: '2026-11-23T09:59:00Z',
    };
    expect(concluded({ request: aRequest(written), execution: revoked({ kind: 'changed' }) })).toMatchObject(
      written,
    );
  });
  it('is absent when the sender wrote nothing', () => {
    const outcome = concluded({ execution: revoked({ kind: 'changed' }) });
    for (const name of ['reason', 'alert', 'requestedBy', 'requestedAt', 'issues', 'predicted']) {
      expect(outcome).not.toHaveProperty(name);
    }
  });
});

describe('a request for approval', () => {
  it('is published as its outcome: the same whenever it is published again', () => {
    const request = anApprovalRequest();
    const completedAt = new Date('2026-11-23T10:00:02.000Z');
    expect(outcomeOfApprovalRequest(request, { tenantId: TENANT_ID, completedAt })).toMatchObject({
      id: 'o-1',
      status: 'awaitingConfirmation',
      mode: 'revoke',
      user: { reference: request.reference, id: aUser().id },
      confirmation: { id: 'c-1', expiresAt: request.expiresAt },
      detail: request.reason.detail,
      methods: [],
    });
  });
});
