import type { ApprovalRequest } from '../../shared/core/approval';
import { textDetail } from '../../shared/core/detail';
import type { DirectoryUser } from '../../shared/core/directory-user';
import type { Facts, UserFact } from '../../shared/core/facts';
import type { ApprovalId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';

export const TENANT_ID = '6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31';
export const OTHER_TENANT_ID = 'b1946ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f';
/** When everything happens, unless a test says otherwise. */
export const NOW = new Date('2026-11-23T10:00:00.000Z');
export const AVERY_ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';

/** A request to sign one member out, changed as the test wants. */
export function aRequest(changes: Partial<RevocationRequest> = {}): RevocationRequest {
  return {
    id: 'request-1',
    format: 'native',
    users: [{ kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' }],
    mode: 'revoke',
    confirm: false,
    ...changes,
  };
}

/** An ordinary member of the tenant, changed as the test wants. */
export function aUser(changes: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id: AVERY_ID,
    userPrincipalName: 'avery@contoso.com',
    userType: 'Member',
    signInTypes: ['userPrincipalName'],
    sessionsValidFrom: '2026-01-05T08:00:00Z',
    ...changes,
  };
}

export function found(changes: Partial<DirectoryUser> = {}): Facts {
  return factsOf({ kind: 'found', user: aUser(changes) });
}

/** What a look-up returned, for a request that has just arrived. */
export function factsOf(user: UserFact, changes: Partial<Facts> = {}): Facts {
  return { user, age: { since: NOW, attempts: 0 }, approved: false, ...changes };
}

export function aPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    tenantId: TENANT_ID,
    revocationEnabled: true,
    mode: 'revoke',
    methods: ['graph'],
    maxRequestAgeMs: 4 * 3_600_000,
    sources: [],
    urgent: { sources: ['queue', 'webhook', 'entra', 'issuer'], users: 100, windowMs: 600_000 },
    unknownAge: 'confirm',
    protected: { users: [], groups: [], roles: [] },
    confirmation: { always: false, groups: [], roles: [], expiresAfterMs: 12 * 3_600_000 },
    approvals: { proof: 'optional', maxAuthAgeMs: 900_000, quorum: 1, authenticationContexts: [] },
    deduplicationWindowMs: 3_600_000,
    recordRetentionMs: 7 * 24 * 3_600_000,
    ...changes,
  };
}

/** A request for approval, changed as the test wants. */
export function anApprovalRequest(changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  const request = aRequest({
    reason: 'Spray',
    requestedBy: 'soc@contoso.com',
    alert: { provider: 'SIEM', id: 'alert-1', severity: 'low', createdAt: NOW.toISOString() },
  });
  return {
    id: storedId<ApprovalId>('c-1'),
    outcomeId: storedId<OutcomeId>('o-1'),
    identity: { tenantId: TENANT_ID, requestId: request.id },
    request,
    reference: { kind: 'samAccountName', samAccountName: 'avery', domain: 'CONTOSO' },
    user: aUser(),
    reason: {
      rule: 'confirmation-asked-for',
      status: 'awaitingConfirmation',
      detail: textDetail('Asked for.'),
    },
    receivedAt: NOW.toISOString(),
    requestedAt: NOW.toISOString(),
    expiresAt: new Date(NOW.getTime() + 12 * 3_600_000).toISOString(),
    ...changes,
  };
}
