import type { DirectoryUser, Facts } from '../../shared/core/facts';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';

export const TENANT_ID = '6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31';
export const OTHER_TENANT_ID = 'b1946ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f';
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
  return { user: { kind: 'found', user: aUser(changes) } };
}

export function aPolicy(changes: Partial<Policy> = {}): Policy {
  return { tenantId: TENANT_ID, revocationEnabled: true, mode: 'revoke', ...changes };
}
