import type { AccountItems } from '../../local/tenant/account-items';
import type { UserSeed } from '../../local/tenant/directory';
import { storedAccount } from '../../local/tenant/identity-accounts';
import type { Tenant } from '../../local/tenant/tenant';
import type { Permission } from '../../local/tenant/tokens';
import { aConsent, aDevice, aMethod, consented } from './account-items';
import { STEP_PERMISSIONS } from '../contracts/identity-step-sides';

const MINUTE_MS = 60_000;
const PERMISSIONS: readonly Permission[] = [
  ...STEP_PERMISSIONS,
  'UserAuthenticationMethod.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Device.ReadWrite.All',
];

/** A user of whom an intruder has added something of each kind, by a name that is part of the ids of all of it. */
export function intruded(name: string, n: number): UserSeed {
  return {
    id: `0a1b8f6e-3c52-4f0e-8a41-0000000001${String(n).padStart(2, '0')}`,
    userPrincipalName: `${name}@contoso.com`,
    onPremisesSecurityIdentifier: `S-1-5-21-1004336348-1177238915-682003330-${String(2000 + n)}`,
  };
}

const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

/** What names the alert of such a user: it was raised before the intruder added anything. */
export const raisedAt = (): string => ago(60);

/** Gives users what an intruder has added, beside a method that is theirs, and lets the app do all steps. */
export function giveItems({ directory, tokens }: Tenant, users: readonly UserSeed[]): void {
  for (const permission of PERMISSIONS) tokens.permissions.add(permission);
  for (const user of users) {
    const name = nameOf(user);
    const { id: userId, onPremisesSecurityIdentifier = '' } = user;
    const { items } = directory;
    items.methods.push(
      aMethod('microsoftAuthenticator', `app-of-${name}`, { userId, createdDateTime: ago(9999) }),
      aMethod('fido2', `key-of-${name}`, { userId, createdDateTime: ago(30) }),
    );
    const consent = aConsent(`consent-of-${name}`, { principalId: userId });
    items.consents.push(consent);
    items.auditEvents.push({ ...consented(consent, ago(30)), initiatedBy: { user: { id: userId } } });
    const registrationDateTime = ago(30);
    items.devices.push(
      aDevice(`device-of-${name}`, { ownerId: userId, userIds: [userId], registrationDateTime }),
    );
    directory.identities?.push({
      id: `identity-of-${name}`,
      onPremisesSecurityIdentifier,
      accounts: [storedAccount(`ad-of-${name}`, 'activeDirectory')],
    });
  }
}

/** What there is of a user. Consents are named by their applications: one that is given again has another id. */
export function stateOf({ directory }: Tenant, user: UserSeed) {
  const { items, identities = [] } = directory;
  const { id } = user;
  return {
    signIn: directory.user(id)?.accountEnabled,
    risk: items.risks.find((one) => one.id === id)?.riskState ?? 'none',
    activeDirectory: identities.find((one) => one.id.endsWith(`-${nameOf(user)}`))?.accounts[0]?.isEnabled,
    methods: namesOf(items, user),
    consents: items.consents.filter(({ principalId }) => principalId === id).map(({ scope }) => scope),
    device: items.devices.find(({ ownerId }) => ownerId === id)?.accountEnabled,
  };
}

function namesOf({ methods }: AccountItems, { id }: UserSeed): readonly string[] {
  return methods.filter(({ userId }) => userId === id).map((one) => one.id.replace(/-of-.*/, ''));
}

export function nameOf({ userPrincipalName }: UserSeed): string {
  return userPrincipalName.replace(/@.*/, '');
}
