import { describe, expect, it } from '@jest/globals';
import { detail } from '../../shared/core/detail';
import { outcomeId, storedId } from '../../shared/core/ids';
import {
  outcomeOfLateDecision,
  outcomeOfNothingToDo,
  outcomeOfRejection,
  outcomeOfUnread,
} from '../../shared/core/message-outcomes';
import { TENANT_ID, anApprovalRequest } from '../support/builders';

const context = {
  identity: { tenantId: TENANT_ID, requestId: 'inc-7' },
  mode: 'whatIf',
  receivedAt: new Date('2026-11-23T10:00:00Z'),
  completedAt: new Date('2026-11-23T10:00:01Z'),
} as const;
const repeated = {
  requestId: 'inc-7',
  mode: 'whatIf',
  tenantId: TENANT_ID,
  receivedAt: '2026-11-23T10:00:00.000Z',
  completedAt: '2026-11-23T10:00:01.000Z',
  methods: [],
};

describe('a message that is not a request', () => {
  const issues = [
    { path: 'user', message: 'must be text' },
    { path: 'whatlf', message: 'unknown field' },
  ];
  it('has an outcome of its own, with every problem by its path', () =>
    expect(outcomeOfRejection(context, 'key', issues)).toEqual({
      ...repeated,
      id: outcomeId({ tenantId: TENANT_ID, requestId: 'key' }),
      status: 'rejected',
      detail: { code: 'text', values: { text: 'user: must be text; whatlf: unknown field' } },
      issues,
    }));
});

describe('a message that was not read', () => {
  it('has failed, for a reason that is not in its text', () => {
    const why = detail('originalMissing', { name: 'n' });
    expect(outcomeOfUnread(context, 'key', why)).toEqual({
      ...repeated,
      id: outcomeId({ tenantId: TENANT_ID, requestId: 'key' }),
      status: 'failed',
      detail: why,
    });
  });
});

describe('an alert that asks for nobody to be signed out', () => {
  it('has the same outcome in either mode, with the alert and the reason', () => {
    const alert = { provider: 'Okta', id: 'a-1' };
    expect(outcomeOfNothingToDo(context, alert, detail('nobodyNamed'))).toEqual({
      ...repeated,
      id: outcomeId(context.identity),
      status: 'nothingToDo',
      alert,
      detail: detail('nobodyNamed'),
    });
  });
});

describe('a decision that comes too late', () => {
  const request = anApprovalRequest();
  const user = {
    reference: request.reference,
    id: request.user.id,
    userPrincipalName: 'avery@contoso.com',
  };
  const confirmation = { id: storedId('c-1'), expiresAt: request.expiresAt };
  it('names the outcome of the decision that counted', () => {
    const late = { status: 'duplicate', detail: detail('alreadyApproved', { by: 'b', time: 't' }) } as const;
    expect(outcomeOfLateDecision(context, request, late)).toEqual({
      ...repeated,
      id: outcomeId(context.identity),
      status: 'duplicate',
      duplicateOf: outcomeId(request.identity, request.reference, request.id),
      detail: late.detail,
      user,
      confirmation,
    });
  });
  it('names none when nobody had decided', () => {
    const late = { status: 'expired', detail: detail('alreadyExpired', { time: 't' }) } as const;
    const outcome = outcomeOfLateDecision(context, request, late);
    expect(outcome).toMatchObject({ status: 'expired', user, confirmation });
    expect(outcome).not.toHaveProperty('duplicateOf');
  });
});
