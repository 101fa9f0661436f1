import { storedAccount } from '../../local/tenant/identity-accounts';
import type { TenantDirectory, UserSeed } from '../../local/tenant/directory';
import type { Permission, Tokens } from '../../local/tenant/tokens';
import { stepPermissions } from '../../local/tenant/tokens';
import { aConsent, aDevice, aMethod, consented } from '../support/account-items';
import { membersOf } from './setting';

// What benches need of a tenant in which users are contained.

const PERMISSIONS: readonly Permission[] = [...stepPermissions, 'AuditLog.Read.All'];

/** The body of a request that asks for a user by object id. What was added since the alert was raised is removed. */
export function containedRequest(user: string, raisedAt: Date): Buffer {
  const alert = { provider: 'SIEM', severity: 'high', createdAt: raisedAt.toISOString() };
  return Buffer.from(JSON.stringify({ user, alert }));
}

/** So many members with an account in Active Directory. */
export function containedMembers(count: number): readonly UserSeed[] {
  return membersOf(count).map((member, n) => ({ ...member, securityIdentifier: sidOf(n) }));
}

/** Grants what all steps need, and gives each user what every step has something to do with, some of it at this time. */
export function fillTenant(
  { directory, tokens }: { readonly directory: TenantDirectory; readonly tokens: Tokens },
  users: readonly UserSeed[],
  addedAt: Date,
): void {
  const since = addedAt.toISOString();
  for (const permission of PERMISSIONS) tokens.permissions.add(permission);
  const { items } = directory;
  for (const [n, { id }] of users.entries()) {
    const name = String(n);
    const consent = aConsent(`consent-${name}`, { principalId: id });
    items.methods.push(
      aMethod('microsoftAuthenticator', `own-${name}`, {
        userId: id,
        createdDateTime: '2026-01-02T08:00:00Z',
      }),
      aMethod('fido2', `added-${name}`, { userId: id, createdDateTime: since }),
    );
    items.consents.push(consent);
    items.auditEvents.push({ ...consented(consent, since), initiatedBy: { user: { id } } });
    items.devices.push(
      aDevice(`device-${name}`, { registrationDateTime: since, ownerId: id, userIds: [id] }),
    );
  }
  directory.identities = users.map((_, n) => ({
    id: `identity-${String(n)}`,
    cloudSecurityIdentifier: sidOf(n),
    accounts: [storedAccount(`account-${String(n)}`, 'activeDirectory')],
  }));
}

function sidOf(n: number): string {
  return `S-1-12-1-1000-2000-3000-${String(n)}`;
}
