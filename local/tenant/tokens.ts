import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { CONTOSO_TENANT_ID } from './contoso';

/** Application permissions that a token can carry. */
export type Permission =
  | 'User.Read.All'
  | 'User.RevokeSessions.All'
  | 'Directory.Read.All'
  | 'Application.Read.All'
  | 'GroupMember.Read.All'
  | 'RoleManagement.Read.Directory'
  | 'RoleEligibilitySchedule.Read.Directory'
  | 'Policy.Read.All'
  | 'UserAuthenticationMethod.ReadWrite.All'
  | 'DelegatedPermissionGrant.ReadWrite.All'
  | 'AppRoleAssignment.ReadWrite.All'
  | 'Device.ReadWrite.All'
  | 'AuditLog.Read.All'
  | 'IdentityRiskyUser.Read.All'
  | 'IdentityRiskyUser.ReadWrite.All'
  | 'SecurityIdentitiesAccount.Read.All'
  | 'SecurityIdentitiesActions.ReadWrite.All'
  | 'User.EnableDisableAccount.All'
  | 'SecurityIncident.Read.All'
  | 'SecurityIncident.ReadWrite.All';

/** What the steps of a containment need. A tenant grants none of it before it is asked to. */
export const stepPermissions: readonly Permission[] = [
  'User.EnableDisableAccount.All',
  'IdentityRiskyUser.ReadWrite.All',
  'SecurityIdentitiesAccount.Read.All',
  'SecurityIdentitiesActions.ReadWrite.All',
  'UserAuthenticationMethod.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Device.ReadWrite.All',
];

interface Issued {
  readonly resource: string;
  readonly clientId: string | undefined;
  readonly expiresAt: number;
  revoked: boolean;
}

/** The tokens of a tenant: the managed-identity endpoint issues them, and Graph accepts them. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();
  readonly #cached = new Map<string, string>();
  /** The permissions that an administrator has granted. */
  readonly permissions = new Set<Permission>([
    'User.Read.All',
    'User.RevokeSessions.All',
    'Directory.Read.All',
    'Application.Read.All',
    'GroupMember.Read.All',
    'RoleManagement.Read.Directory',
    'RoleEligibilitySchedule.Read.Directory',
    'Policy.Read.All',
    'AuditLog.Read.All',
  ]);
  /** The number of requests for a token. */
  requests = 0;

  readonly #tenantId: string;

  constructor(tenantId: string = CONTOSO_TENANT_ID) {
    this.#tenantId = tenantId;
  }

  /** Returns a token: the same one for a resource until it is revoked. */
  acquire(resource: string, clientId: string | undefined): { token: string; expiresAt: number } {
    this.requests++;
    const key = `${resource} ${clientId ?? ''}`;
    const cached = this.#cached.get(key);
    const issued = cached === undefined ? undefined : this.#issued.get(cached);
    if (cached !== undefined && issued && !issued.revoked)
      return { token: cached, expiresAt: issued.expiresAt };
    const expiresAt = Date.now() + 24 * 3600 * 1000;
    const token = jwt({
      tenantId: this.#tenantId,
      resource,
      clientId,
      expiresAt,
      roles: [...this.permissions],
    });
    this.#issued.set(token, { resource, clientId, expiresAt, revoked: false });
    this.#cached.set(key, token);
    return { token, expiresAt };
  }

  /** Revokes all tokens, as a critical event does: Graph then answers with a claims challenge. */
  revokeAll(): void {
    for (const issued of this.#issued.values()) issued.revoked = true;
  }

  judge(authorization: string | undefined, resource: string): 'valid' | 'invalid' | 'revoked' {
    const issued = this.#issued.get(authorization?.replace(/^Bearer /, '') ?? '');
    if (issued?.resource !== resource) return 'invalid';
    return issued.revoked ? 'revoked' : 'valid';
  }
}

const tenantClaim = z.object({ tid: z.string() });

/** The tenant that a token is for, without judging the token; empty when it names none. */
export function tenantOfToken(authorization = ''): string {
  const payload = authorization.split('.')[1] ?? '';
  try {
    return tenantClaim.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).tid;
  } catch {
    return '';
  }
}

/** A token in the form of Entra's access tokens ("Access token claims reference"); its signature is not verified here. */
function jwt(claims: {
  readonly tenantId: string;
  readonly resource: string;
  readonly clientId: string | undefined;
  readonly expiresAt: number;
  readonly roles: readonly Permission[];
}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    aud: claims.resource,
    iss: `https://sts.windows.net/${claims.tenantId}/`,
    iat: now,
    nbf: now,
    exp: Math.floor(claims.expiresAt / 1000),
    appid: claims.clientId ?? 'system-assigned',
    tid: claims.tenantId,
    roles: claims.roles,
    uti: randomUUID(),
  };
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(payload)}.${Buffer.from('none').toString('base64url')}`;
}
