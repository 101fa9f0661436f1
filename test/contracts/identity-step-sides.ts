import { identityMethods } from '../../shared/adapters/containment/identity-methods';
import type { IdentityStep } from '../../shared/adapters/containment/identity-methods';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { inMemoryTickets } from '../../shared/adapters/ledger/in-memory-tickets';
import type { CloudName } from '../../shared/config/clouds';
import { cloudNamed } from '../../shared/config/clouds';
import type { StoredAccount } from '../../local/tenant/identity-accounts';
import { storedAccount } from '../../local/tenant/identity-accounts';
import type { Tenant } from '../../local/tenant/tenant';
import type { Permission } from '../../local/tenant/tokens';
import { AVERY_ID, NOW, TENANT_ID, aUser } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';
import type { StartSide } from './containment-side';

/** A user who comes from Active Directory: Defender for Identity finds the accounts by the SID from there. */
export const GRAY = aUser({
  id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a11',
  userPrincipalName: 'gray@contoso.com',
});
const GRAY_SID = 'S-1-5-21-1004336348-1177238915-682003330-1107';

export const STEP_PERMISSIONS: readonly Permission[] = [
  'User.EnableDisableAccount.All',
  'IdentityRiskyUser.ReadWrite.All',
  'SecurityIdentitiesAccount.Read.All',
  'SecurityIdentitiesActions.ReadWrite.All',
];

/** The methods on a tenant whose administrator has granted their permissions. */
export function methodsOn(tenant: Tenant, cloudName: CloudName = 'global') {
  const clock = fixedClock();
  const graph = graphOptions(tenant, clock);
  const tickets = inMemoryTickets();
  const client = graphClient(graph);
  return {
    clock,
    tickets,
    methods: identityMethods({ graph, client, tenantId: TENANT_ID, cloud: cloudNamed(cloudName), tickets }),
  };
}

export async function tenantOfSteps(): Promise<Tenant> {
  const tenant = await loopbackTenant();
  for (const permission of STEP_PERMISSIONS) tenant.tokens.permissions.add(permission);
  return tenant;
}

/** The accounts of one person in three providers. */
export function addIdentity(tenant: Tenant, accounts: readonly StoredAccount[] = threeAccounts()): void {
  const identity = { id: 'identity-1', onPremisesSecurityIdentifier: GRAY_SID, accounts };
  tenant.directory.identities = [identity];
}

export function threeAccounts(): readonly StoredAccount[] {
  return [
    storedAccount('ad-1', 'activeDirectory'),
    storedAccount('entra-1', 'entraID'),
    storedAccount('okta-1', 'okta'),
  ];
}

function sideOf(
  step: IdentityStep,
  {
    user = aUser(),
    prepare = () => undefined,
    state,
    bringBackByOther,
  }: {
    readonly user?: ReturnType<typeof aUser>;
    readonly prepare?: (tenant: Tenant) => void;
    readonly state: (tenant: Tenant) => unknown;
    readonly bringBackByOther: (tenant: Tenant) => void;
  },
): StartSide {
  return async () => {
    const tenant = await tenantOfSteps();
    prepare(tenant);
    return {
      method: methodsOn(tenant).methods[step],
      user,
      firstSeenAt: NOW,
      state: () => Promise.resolve(structuredClone(state(tenant))),
      bringBackByOther: () => Promise.resolve(bringBackByOther(tenant)),
      stop: () => tenant.stop(),
    };
  };
}

/** The level alone: a dismissed risk is as good as none, and is not the same to Graph. */
const riskOf = (tenant: Tenant): string =>
  tenant.directory.items.risks.find(({ id }) => id === AVERY_ID)?.riskLevel ?? 'none';

export const identityStepSides: readonly (readonly [string, StartSide])[] = [
  [
    'Microsoft Graph: disableSignIn',
    sideOf('disableSignIn', {
      state: ({ directory }) => directory.user(AVERY_ID)?.accountEnabled,
      bringBackByOther: ({ directory }) => {
        const user = directory.user(AVERY_ID);
        if (user) user.accountEnabled = true;
      },
    }),
  ],
  [
    'Microsoft Graph: confirmCompromised',
    sideOf('confirmCompromised', {
      state: riskOf,
      bringBackByOther: ({ directory: { items } }) =>
        void (items.risks = items.risks.map((risk) => ({ ...risk, riskState: 'dismissed' }))),
    }),
  ],
  [
    'Defender for Identity: identityAccounts',
    sideOf('identityAccounts', {
      user: GRAY,
      prepare: (tenant) => addIdentity(tenant),
      state: ({ directory }) => directory.identities?.[0]?.accounts.map(({ isEnabled }) => isEnabled),
      bringBackByOther: ({ directory }) => {
        for (const account of directory.identities?.[0]?.accounts ?? []) account.isEnabled = true;
      },
    }),
  ],
];
