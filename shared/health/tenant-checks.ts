import type { ConnectedTenants } from '../adapters/tenants/connected-tenants';
import { meansMissingConsent } from '../adapters/tenants/consent-missing';
import type { Config } from '../config/config';
import { compact } from '../core/compact';
import type { Connection } from '../core/connection';
import { isActive, isConnectionTo } from '../core/connection';
import { consentLink } from '../core/consent-link';
import { readMemberships } from '../core/policy';
import type { Policy } from '../core/policy';
import { mostApprovers } from '../core/quorum';
import { tightenPolicy } from '../core/tighten-policy';
import type { StoredConnections } from '../ports/connection-store';
import type { CheckReport, CheckResult, HealthCheck } from '../ports/health-check';
import type { LookUpPerson } from './approvers-check';
import { approversCheck } from './approvers-check';
import type { TenantAccess } from '../ports/tenants';
import { checkHealth } from './check-health';
import { connectionCheck, judgeConnection } from './connection-check';
import { containmentChecks } from './containment-checks';
import { permissionChecks } from './graph-checks';
import { claimsOf } from './graph-probes';
import { ownEntriesCheck } from './own-entries-check';
import { policyCheck } from './policy-check';
import type { LookUpEntry } from './protected-check';
import type { CheckedSharePoint } from './sharepoint-checks';
import { sharePointChecks } from './sharepoint-checks';

/** What the checks of one connected tenant need. */
export interface TenantChecksOptions {
  readonly tenants: Pick<ConnectedTenants, 'access' | 'graph'>;
  readonly config: Pick<Config, 'tenants' | 'cloud' | 'policy' | 'webhook'>;
  /** Looks up, in the tenant of a connection, what its policy names; a person also in the home tenant. */
  readonly lookUpsIn: (access: Pick<TenantAccess, 'directory' | 'policy'>) => {
    readonly lookUpPerson: LookUpPerson;
    readonly lookUpEntry: LookUpEntry;
  };
}

/** Checks the connected tenant of an id. Changes nothing, and never rejects. */
export async function checkTenantNamed(
  tenantId: string,
  { list, ...options }: TenantChecksOptions & { readonly list: () => Promise<StoredConnections> },
): Promise<readonly CheckReport[]> {
  let found: Connection | undefined;
  const isConnected: HealthCheck = {
    name: 'connection',
    run: async () => {
      const { connections } = await list();
      found = connections.find((connection) => connection.tenantId === tenantId.toLowerCase());
      return found
        ? judgeConnection(found, options.config)
        : { status: 'failed', detail: 'This tenant is not connected, or its row cannot be used.' };
    },
  };
  const reports = await checkHealth([isConnected]);
  return found ? checkTenant(found, options) : reports;
}

/**
 * Checks one connected tenant: its connection, its token, its permissions by harmless calls for a user who cannot exist,
 * SharePoint in the same way where it is connected, and its policy. The home tenant is reached by the app's own identity,
 * which other checks are about. Without a token the permissions are not tried, and in a tenant that is disconnected nothing
 * is. Changes nothing, and never rejects.
 */
export async function checkTenant(
  connection: Connection,
  options: TenantChecksOptions,
): Promise<readonly CheckReport[]> {
  const { config } = options;
  const own = await checkHealth([connectionCheck(connection, config)]);
  if (!isActive(connection)) return own;
  const others = isConnectionTo(config.policy.tenantId, connection)
    ? await checkHealth([policyCheck(tightenPolicy(config.policy, connection), config.webhook)])
    : await checkAccess(connection, options);
  return [...own, ...others];
}

/** Checks what the app does in the tenant of a connection. */
async function checkAccess(
  connection: Connection,
  { tenants, config, lookUpsIn }: TenantChecksOptions,
): Promise<readonly CheckReport[]> {
  const { tenantId } = connection;
  const access = tenants.access(connection);
  const { endpoint, credential, client } = tenants.graph(connection);
  const app = config.tenants.kind === 'none' ? '' : config.tenants.applicationId;
  const linkTo = (application: string) => consentLink(config.cloud.authorityHost, tenantId, application);
  const link = linkTo(connection.applications?.graph ?? app);
  const token: HealthCheck = {
    name: 'token',
    run: () => checkToken({ endpoint, credential, tenantId, link }),
  };
  const [tokenReport] = await checkHealth([token]);
  const probed = {
    endpoint,
    credential,
    graph: client,
    howToGrant: (permission: string) =>
      `Add the application permission ${permission} of Microsoft Graph to the application, and have the administrator consent again: ${link}`,
  };
  const permissions = [
    ...permissionChecks({ ...probed, asked: readMemberships(access.policy) }),
    ...containmentChecks(probed, access.policy, config.cloud),
  ];
  const others = await checkHealth([
    ...(tokenReport?.status === 'failed'
      ? []
      : [...permissions, ...ownNamesChecks(connection, lookUpsIn(access), access.policy)]),
    ...ownSharePointChecks(connection, access, {
      cloud: config.cloud.name,
      consentLink: linkTo(connection.applications?.sharePoint ?? app),
    }),
    policyCheck(access.policy, config.webhook),
  ]);
  return [...(tokenReport ? [tokenReport] : []), ...others];
}

/** The checks of SharePoint, where it is connected. */
function ownSharePointChecks(
  { sharePointAdminUrl: adminUrl }: Connection,
  { policy, revokers }: TenantAccess,
  around: Pick<CheckedSharePoint, 'cloud' | 'consentLink'>,
): readonly HealthCheck[] {
  if (adminUrl === undefined) return [];
  return sharePointChecks(compact({ adminUrl, probe: revokers.sharePoint, ...around }), policy);
}

/** The checks of whom the policy of a connection names itself. */
function ownNamesChecks(
  { policy: { protected: accounts, confirmation } }: Connection,
  { lookUpEntry, lookUpPerson: lookUp }: ReturnType<TenantChecksOptions['lookUpsIn']>,
  { approvals }: Pick<Policy, 'approvals'>,
): readonly HealthCheck[] {
  const approvers = confirmation?.approvers;
  return [
    ...(accounts ? [ownEntriesCheck(accounts, lookUpEntry)] : []),
    ...(approvers
      ? [
          approversCheck({
            approvers,
            lookUp,
            needed: mostApprovers(approvals),
            policy: 'the policy of the connection',
          }),
        ]
      : []),
  ];
}

async function checkToken({
  tenantId,
  link,
  ...from
}: Parameters<typeof claimsOf>[0] & {
  readonly tenantId: string;
  readonly link: string;
}): Promise<CheckResult> {
  try {
    const found = await claimsOf(from);
    if (found?.tid === undefined || found.tid.toLowerCase() === tenantId)
      return { status: 'ok', detail: 'The tenant returned a token for Microsoft Graph.' };
    return {
      status: 'failed',
      detail: 'The token is one of another tenant.',
      remedy: 'Check AZURE_AUTHORITY_HOST.',
    };
  } catch (failure) {
    return isConsentMissing(failure)
      ? {
          status: 'failed',
          detail: 'The tenant has given the application no consent, or has taken it back.',
          remedy: `Send its administrator this link: ${link}`,
        }
      : {
          status: 'failed',
          detail: "The identity's token was not exchanged for one of the application in this tenant.",
          remedy:
            'Ask the app itself (GET /api/health/details?tenant=ID), since no other identity can do this; then compare issuer, subject and audience of the federated credential.',
        };
  }
}

function isConsentMissing(failure: unknown): boolean {
  return failure instanceof Error && (failure.name === 'ConsentMissing' || meansMissingConsent(failure));
}
