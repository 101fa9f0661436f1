import type { Outcome, Status } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { AVERY_ID, TENANT_ID } from './builders';

const base: Outcome = {
  id: '4f2d',
  requestId: 'inc-7',
  status: 'signOutPending',
  mode: 'revoke',
  tenantId: TENANT_ID,
  user: { reference: { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' } },
  receivedAt: '2026-11-23T10:00:00.000Z',
  completedAt: '2026-11-23T10:00:02.000Z',
  methods: [],
};

const knownUser = {
  reference: { kind: 'userPrincipalName', userPrincipalName: 'Avery@contoso.com' },
  id: AVERY_ID,
  userPrincipalName: 'avery@contoso.com',
  userType: 'Member',
} as const;

/** One outcome of every status that this version gives, and everything that an outcome can hold. */
export const outcomes: Readonly<Record<string, Outcome>> = {
  'sign-out-pending': {
    ...base,
    user: knownUser,
    reason: 'Password spray',
    alert: { provider: 'Sentinel', id: '7', title: 'Spray', severity: 'High', url: 'https://portal/7' },
    requestedBy: 'playbook',
    requestedAt: '2026-11-23T09:59:59Z',
    revokedAt: '2026-11-23T10:00:01.000Z',
    effectiveNoLaterThan: '2026-11-23T11:30:01.000Z',
    verified: true,
    methods: [{ name: 'graph', status: 'accepted', attempts: 2, requestIds: ['r-1', 'r-2'] }],
  },
  'what-if': { ...base, status: 'whatIf', predicted: 'signOutPending', mode: 'whatIf', user: knownUser },
  'what-if-refused': {
    ...base,
    status: 'whatIf',
    predicted: 'userNotFound',
    mode: 'whatIf',
    detail: 'The directory of this tenant has no such user.',
  },
  'user-not-found': {
    ...base,
    status: 'userNotFound',
    detail: 'The directory of this tenant has no such user.',
  },
  failed: {
    ...base,
    status: 'failed',
    user: knownUser,
    detail: 'Permission missing.',
    methods: [
      { name: 'graph', status: 'failed', attempts: 1, requestIds: [], detail: 'Permission missing.' },
    ],
  },
  'not-enabled': { ...base, status: 'notEnabled', detail: 'Revocation is switched off for this tenant.' },
  'not-applicable': {
    ...base,
    status: 'notApplicable',
    user: knownUser,
    detail: "The user's home is elsewhere.",
  },
  duplicate: { ...base, status: 'duplicate', user: knownUser, duplicateOf: '77aa', detail: 'Named twice.' },
  expired: { ...base, status: 'expired', detail: 'It came 5 hours after it was sent.' },
  protected: {
    ...base,
    status: 'protected',
    user: knownUser,
    detail: 'Policy forbids to sign this user out (by object id).',
  },
  'awaiting-confirmation': {
    ...base,
    status: 'awaitingConfirmation',
    user: knownUser,
    detail: 'The request asks for a confirmation.',
    confirmation: { id: '9b1c', expiresAt: '2026-11-23T22:00:02.000Z' },
  },
  held: {
    ...base,
    status: 'held',
    user: knownUser,
    detail: '25 users were signed out within 60 min, which is as many as policy allows.',
    confirmation: { id: '9b1c', expiresAt: '2026-11-23T22:00:02.000Z' },
  },
  declined: {
    ...base,
    status: 'declined',
    user: knownUser,
    detail: 'It was declined by lead@contoso.com.',
    confirmation: {
      id: '9b1c',
      expiresAt: '2026-11-23T22:00:02.000Z',
      decision: 'decline',
      by: 'lead@contoso.com',
      decidedAt: '2026-11-23T10:30:00.000Z',
    },
  },
  'nothing-to-do': {
    id: '4f2d',
    requestId: 'inc-7',
    status: 'nothingToDo',
    mode: 'revoke',
    tenantId: TENANT_ID,
    alert: {
      provider: 'Microsoft Sentinel',
      id: 'a-1',
      severity: 'High',
      createdAt: '2026-11-23T09:59:00.000Z',
    },
    receivedAt: base.receivedAt,
    completedAt: base.completedAt,
    methods: [],
    detail: 'Because object.properties.status is closed.',
  },
  rejected: {
    id: '4f2d',
    requestId: 'inc-7',
    status: 'rejected',
    mode: 'revoke',
    tenantId: TENANT_ID,
    receivedAt: base.receivedAt,
    completedAt: base.completedAt,
    methods: [],
    detail: 'user: must be text',
    issues: [{ path: 'user', message: 'must be text' }],
  },
};

export function outcomeOf(status: Status): Outcome {
  return { ...base, status };
}

export { statuses };
