import { detail, textDetail } from '../../shared/core/detail';
import type { ApprovalId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Outcome, Status } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { AVERY_ID, TENANT_ID } from './builders';

const base = {
  id: storedId<OutcomeId>('4f2d'),
  requestId: 'inc-7',
  mode: 'revoke',
  tenantId: TENANT_ID,
  user: { reference: { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' } },
  receivedAt: '2026-11-23T10:00:00.000Z',
  completedAt: '2026-11-23T10:00:02.000Z',
  methods: [],
} as const;

const knownUser = {
  reference: { kind: 'userPrincipalName', userPrincipalName: 'Avery@contoso.com' },
  id: AVERY_ID,
  userPrincipalName: 'avery@contoso.com',
  userType: 'Member',
} as const;

const permissionMissing = detail('graphForbidden', {
  status: '403 Authorization_RequestDenied',
  permission: 'User.RevokeSessions.All',
});

/** One outcome of every status that this version gives, and everything that an outcome can hold. */
export const outcomes: Readonly<Record<string, Outcome>> = {
  'sign-out-pending': {
    ...base,
    status: 'signOutPending',
    user: knownUser,
    reason: 'Password spray',
    alert: { provider: 'Sentinel', id: '7', title: 'Spray', severity: 'High', url: 'https://portal/7' },
    requestedBy: 'playbook',
    requestedAt: '2026-11-23T09:59:59Z',
    revokedAt: '2026-11-23T10:00:01.000Z',
    effectiveNoLaterThan: '2026-11-23T11:30:01.000Z',
    bound: 'default',
    detail: detail('notBounded'),
    verified: true,
    methods: [{ name: 'graph', status: 'accepted', attempts: 2, requestIds: ['r-1', 'r-2'] }],
  },
  'what-if': { ...base, status: 'whatIf', predicted: 'signOutPending', mode: 'whatIf', user: knownUser },
  'what-if-refused': {
    ...base,
    status: 'whatIf',
    predicted: 'userNotFound',
    mode: 'whatIf',
    detail: detail('noSuchUser'),
  },
  'signed-out': {
    ...base,
    status: 'signedOut',
    user: knownUser,
    revokedAt: '2026-11-23T10:00:01.000Z',
    effectiveNoLaterThan: '2026-11-23T11:30:01.000Z',
    bound: 'default',
    verified: true,
    detail: detail('signedOutOfSharePoint'),
    methods: [
      { name: 'graph', status: 'accepted', attempts: 1, requestIds: ['r-1'] },
      { name: 'sharePoint', status: 'signedOut', attempts: 1, requestIds: ['s-1'] },
    ],
  },
  'sign-out-pending-beside-sharepoint': {
    ...base,
    status: 'signOutPending',
    user: knownUser,
    revokedAt: '2026-11-23T10:00:01.000Z',
    effectiveNoLaterThan: '2026-11-23T11:30:01.000Z',
    bound: 'default',
    verified: true,
    methods: [
      { name: 'graph', status: 'accepted', attempts: 1, requestIds: ['r-1'] },
      {
        name: 'sharePoint',
        status: 'notEnabled',
        attempts: 1,
        requestIds: ['s-1'],
        detail: detail('sharePointNotEnabled'),
      },
    ],
  },
  'method-pending': {
    ...base,
    status: 'signOutPending',
    user: knownUser,
    revokedAt: '2026-11-23T10:00:01.000Z',
    effectiveNoLaterThan: '2026-11-23T11:30:01.000Z',
    bound: 'default',
    verified: true,
    methods: [
      { name: 'graph', status: 'accepted', attempts: 1, requestIds: ['r-1'] },
      { name: 'sharePoint', status: 'pending', attempts: 1, requestIds: [] },
    ],
  },
  'user-not-found': {
    ...base,
    status: 'userNotFound',
    detail: detail('noSuchUser'),
  },
  failed: {
    ...base,
    status: 'failed',
    user: knownUser,
    detail: permissionMissing,
    methods: [{ name: 'graph', status: 'failed', attempts: 1, requestIds: [], detail: permissionMissing }],
  },
  'not-enabled': {
    ...base,
    status: 'notEnabled',
    detail: detail('revocationDisabled'),
  },
  'not-applicable': {
    ...base,
    status: 'notApplicable',
    user: knownUser,
    detail: detail('homedElsewhereByIdentity', { type: 'federated' }),
  },
  duplicate: {
    ...base,
    status: 'duplicate',
    user: knownUser,
    duplicateOf: storedId('77aa'),
    detail: detail('namedTwice'),
  },
  expired: {
    ...base,
    status: 'expired',
    detail: detail('tooOld', { time: '2026-11-23T05:00:00.000Z', minutes: 240 }),
  },
  protected: {
    ...base,
    status: 'protected',
    user: knownUser,
    detail: detail('protectedById'),
  },
  'awaiting-confirmation': {
    ...base,
    status: 'awaitingConfirmation',
    user: knownUser,
    detail: detail('approvalRequested'),
    confirmation: { id: storedId('9b1c'), expiresAt: '2026-11-23T22:00:02.000Z' },
  },
  held: {
    ...base,
    status: 'held',
    user: knownUser,
    detail: detail('limitReached', { users: 25, minutes: 60 }),
    confirmation: { id: storedId('9b1c'), expiresAt: '2026-11-23T22:00:02.000Z' },
  },
  declined: {
    ...base,
    status: 'declined',
    user: knownUser,
    detail: detail('declinedBy', { by: 'lead@contoso.com' }),
    confirmation: {
      id: storedId('9b1c'),
      expiresAt: '2026-11-23T22:00:02.000Z',
      decision: 'decline',
      by: 'lead@contoso.com',
      decidedAt: '2026-11-23T10:30:00.000Z',
    },
  },
  'approved-by-two': {
    ...base,
    status: 'signOutPending',
    user: knownUser,
    revokedAt: '2026-11-23T10:00:01.000Z',
    effectiveNoLaterThan: '2026-11-23T11:30:01.000Z',
    bound: 'default',
    verified: true,
    methods: [{ name: 'graph', status: 'accepted', attempts: 1, requestIds: ['r-1'] }],
    confirmation: {
      id: storedId('9b1c'),
      expiresAt: '2026-11-23T22:00:02.000Z',
      decision: 'approve',
      by: 'lead@contoso.com',
      byProven: true,
      byId: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b01',
      approvers: [
        { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b02', userPrincipalName: 'other@contoso.com' },
        { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b01', userPrincipalName: 'lead@contoso.com' },
      ],
      quorum: 2,
      decidedAt: '2026-11-23T10:00:00.000Z',
    },
  },
  'nothing-to-do': {
    id: base.id,
    requestId: 'inc-7',
    status: 'nothingToDo',
    mode: 'revoke',
    tenantId: TENANT_ID,
    alert: {
      provider: 'Microsoft Sentinel',
      id: 'a-1',
      severity: 'High',
      createdAt: '2026-11-23T09:59:00.000Z',
      firstSeenAt: '2026-11-21T07:30:00.000Z',
    },
    receivedAt: base.receivedAt,
    completedAt: base.completedAt,
    methods: [],
    detail: detail('alertIgnored', { condition: 'object.properties.status = closed' }),
  },
  rejected: {
    id: base.id,
    requestId: 'inc-7',
    status: 'rejected',
    mode: 'revoke',
    tenantId: TENANT_ID,
    receivedAt: base.receivedAt,
    completedAt: base.completedAt,
    methods: [],
    detail: textDetail('user: must be text'),
    issues: [{ path: 'user', message: 'must be text' }],
  },
  restored: {
    ...base,
    status: 'restored',
    user: knownUser,
    reason: 'The alert was false',
    receivedBy: 'entra:0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b01',
    revokedAt: '2026-11-23T10:00:01.000Z',
    effectiveNoLaterThan: '2026-11-23T11:30:01.000Z',
    bound: 'default',
    detail: detail('restoreDone', { restored: 1, notOurs: 0, final: 1 }),
    methods: [
      { name: 'graph', status: 'accepted', attempts: 1, requestIds: ['r-1'] },
      {
        name: 'disableSignIn',
        status: 'restored',
        attempts: 2,
        requestIds: ['r-2', 'r-3'],
        detail: detail('restoreStepDone', {
          restored: 'disableSignIn (avery@contoso.com)',
          notOurs: '-',
          final: '-',
        }),
      },
      {
        name: 'removeAuthenticationMethods',
        status: 'unchanged',
        attempts: 0,
        requestIds: [],
        detail: detail('restoreStepDone', {
          restored: '-',
          notOurs: '-',
          final: 'removeAuthenticationMethods (a passkey)',
        }),
      },
    ],
  },
  contained: {
    ...base,
    status: 'contained',
    user: knownUser,
    confirmation: {
      id: storedId<ApprovalId>('approval-1'),
      expiresAt: '2026-11-23T22:00:00.000Z',
      decision: 'approve',
      by: 'lead@contoso.com',
      decidedAt: base.completedAt,
    },
    detail: detail('stepsDone', { by: 'lead@contoso.com', steps: 'disableSignIn' }),
    methods: [
      {
        name: 'disableSignIn',
        status: 'contained',
        attempts: 1,
        requestIds: ['r-1'],
      },
      { name: 'revokeAgain', status: 'accepted', attempts: 1, requestIds: ['r-2'] },
    ],
  },
};

/** An outcome with a status, and whatever an outcome with that status always has. */
export function outcomeOf(status: Status): Outcome {
  const times = {
    revokedAt: base.completedAt,
    effectiveNoLaterThan: base.completedAt,
    bound: 'default',
  } as const;
  if (status === 'signedOut') return { ...base, status, ...times, detail: detail('signedOutOfSharePoint') };
  if (status === 'signOutPending') return { ...base, status, ...times };
  if (status === 'whatIf') return { ...base, status, predicted: 'signOutPending' };
  if (status === 'restored') return { ...base, status, ...times, detail: textDetail('It is back.') };
  return { ...base, status, detail: textDetail(`The status is ${status}.`) };
}

export { statuses };
