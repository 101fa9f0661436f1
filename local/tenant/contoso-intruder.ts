import { contosoEligibleRoles, contosoRoles } from './contoso';
import type { TenantDirectory } from './directory';
import { storedAccount } from './identity-accounts';
import type { Tenant } from './tenant';
import type { Permission } from './tokens';
import { stepPermissions } from './tokens';

/** Of whom an intruder has added something of each kind: parker@contoso.com. */
const USER = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a20';
const MINUTE_MS = 60_000;
/** The incident of Defender XDR that can be closed by hand. */
export const SAMPLE_INCIDENT = '29';

/** Lets the app do everything in the tenant of `npm start`, and gives the tenant what a containment finds there. */
export function prepareContoso(
  { directory, tokens }: Pick<Tenant, 'directory' | 'tokens'>,
  now = new Date(),
): void {
  directory.roles.push(...contosoRoles);
  directory.eligibleRoles.push(...contosoEligibleRoles);
  const granted: readonly Permission[] = [...stepPermissions, 'SecurityIncident.ReadWrite.All'];
  for (const permission of granted) tokens.permissions.add(permission);
  directory.incidents.add(SAMPLE_INCIDENT);
  intrude(directory, now.getTime());
}

/** A method of the user that is a year old; and a passkey, a consent and a device that are one, two and three hours old. */
function intrude({ items, identities }: TenantDirectory, nowMs: number): void {
  const ago = (minutes: number): string => new Date(nowMs - minutes * MINUTE_MS).toISOString();
  items.methods.push(
    {
      userId: USER,
      '@odata.type': '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod',
      id: 'app-of-parker',
      createdDateTime: ago(525_600),
    },
    {
      userId: USER,
      '@odata.type': '#microsoft.graph.fido2AuthenticationMethod',
      id: 'passkey-of-intruder',
      createdDateTime: ago(60),
    },
  );
  const consent = 'consent-of-intruder';
  items.consents.push({
    id: consent,
    clientId: 'application-of-intruder',
    consentType: 'Principal',
    principalId: USER,
    resourceId: 'microsoft-graph',
    scope: 'Mail.Read',
  });
  items.auditEvents.push({
    activityDisplayName: 'Consent to application',
    activityDateTime: ago(120),
    result: 'success',
    initiatedBy: { user: { id: USER } },
    targetResources: [
      {
        id: 'application-of-intruder',
        modifiedProperties: [
          {
            displayName: 'ConsentAction.Permissions',
            oldValue: null,
            newValue: `"[] => [[Id: ${consent}, ClientId: application-of-intruder, PrincipalId: ${USER}, ResourceId: microsoft-graph, ConsentType: Principal, Scope: Mail.Read, CreatedDateTime: , LastModifiedDateTime ]]; "`,
          },
        ],
      },
    ],
  });
  items.devices.push({
    id: 'device-of-intruder',
    accountEnabled: true,
    registrationDateTime: ago(180),
    ownerId: USER,
    userIds: [USER],
  });
  identities?.push({
    id: 'identity-of-parker',
    onPremisesSecurityIdentifier: 'S-1-5-21-1004336348-1177238915-682003330-1120',
    accounts: [storedAccount('ad-of-parker', 'activeDirectory')],
  });
}
