import { randomUUID } from 'node:crypto';
import { CONTOSO_TENANT_ID } from './contoso';

/** Application permissions that a token can carry. */
export type Permission =
  | 'User.Read.All'
  | 'User.RevokeSessions.All'
  | 'Directory.Read.All'
  | 'Application.Read.All'
  | 'GroupMember.Read.All'
  | 'RoleManagement.Read.Directory';

interface Issued {
  readonly resource: string;
  readonly clientId: string | undefined;
  readonly expiresAt: number;
  revoked: boolean;
}

/** The tokens of a tenant: what the managed-identity endpoint gives out and what Graph accepts. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();
  readonly #cached = new Map<string, string>();
  /** What an administrator has consented to. */
  readonly permissions = new Set<Permission>([
    'User.Read.All',
    'User.RevokeSessions.All',
    'Directory.Read.All',
    'Application.Read.All',
    'GroupMember.Read.All',
    'RoleManagement.Read.Directory',
  ]);
  /** How many tokens were asked for. */
  requests = 0;

  /** Gives out a token, the same one for a resource for as long as it is good. */
  acquire(resource: string, clientId: string | undefined): { token: string; expiresAt: number } {
    this.requests++;
    const key = `${resource} ${clientId ?? ''}`;
    const cached = this.#cached.get(key);
    const issued = cached === undefined ? undefined : this.#issued.get(cached);
    if (cached !== undefined && issued && !issued.revoked)
      return { token: cached, expiresAt: issued.expiresAt };
    const expiresAt = Date.now() + 24 * 3600 * 1000;
    const token = jwt({ resource, clientId, expiresAt, roles: [...this.permissions] });
    this.#issued.set(token, { resource, clientId, expiresAt, revoked: false });
    this.#cached.set(key, token);
    return { token, expiresAt };
  }

  /** As when a critical event revokes them: Graph will answer with a claims challenge. */
  revokeAll(): void {
    for (const issued of this.#issued.values()) issued.revoked = true;
  }

  judge(authorization: string | undefined, resource: string): 'valid' | 'invalid' | 'revoked' {
    const issued = this.#issued.get(authorization?.replace(/^Bearer /, '') ?? '');
    if (issued?.resource !== resource) return 'invalid';
    return issued.revoked ? 'revoked' : 'valid';
  }
}

/** In the form of Entra's access tokens ("Access token claims reference"); nobody here checks a signature. */
function jwt(claims: {
  readonly resource: string;
  readonly clientId: string | undefined;
  readonly expiresAt: number;
  readonly roles: readonly Permission[];
}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    aud: claims.resource,
    iss: `https://sts.windows.net/${CONTOSO_TENANT_ID}/`,
    iat: now,
    nbf: now,
    exp: Math.floor(claims.expiresAt / 1000),
    appid: claims.clientId ?? 'system-assigned',
    tid: CONTOSO_TENANT_ID,
    roles: claims.roles,
    uti: randomUUID(),
  };
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(payload)}.${Buffer.from('none').toString('base64url')}`;
}
