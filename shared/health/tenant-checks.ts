import { SHAREPOINT_PERMISSION } from '../adapters/sharepoint/sharepoint-answer';
import type { ConnectedTenants } from '../adapters/tenants/connected-tenants';
import { meansMissingConsent } from '../adapters/tenants/consent-missing';
import type { Config } from '../config/config';
import { compact } from '../core/compact';
import type { Connection } from '../core/connection';
import { isConnectionTo } from '../core/connection';
import { consentLink } from '../core/consent-link';
import { askedMemberships } from '../core/policy';
import { tightenPolicy } from '../core/tighten-policy';
import type { StoredConnections } from '../ports/connection-store';
import type { CheckReport, CheckResult, HealthCheck } from '../ports/health-check';
import { checkHealth } from './check-health';
import { claimsOf, permissionChecks } from './graph-checks';
import { policyCheck } from './policy-check';
import type { SharePointRemedies } from './sharepoint-checks';
import { sharePointChecks } from './sharepoint-checks';

/** What the checks of one connected tenant need. */
export interface TenantChecksOptions {
  readonly tenants: Pick<ConnectedTenants, 'access' | 'graph'>;
  readonly config: Pick<Config, 'tenants' | 'cloud' | 'webhook' | 'policy'>;
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
        ? { status: 'ok', detail: `May be spoken for by ${found.sources.join(', ')}.` }
        : { status: 'failed', detail: 'This tenant is not connected, or its row cannot be used.' };
    },
  };
  const reports = await checkHealth([isConnected]);
  return found ? [...reports, ...(await checkTenant(found, options))] : reports;
}

/**
 * Checks one connected tenant: its token, its permissions by harmless calls for a user who cannot exist, SharePoint in the
 * same way where it is connected, and its policy. The home tenant is reached by the app's own identity, which other checks
 * are about. Without a token the permissions are not tried. Changes nothing, and never rejects.
 */
export async function checkTenant(
  connection: Connection,
  { tenants, config }: TenantChecksOptions,
): Promise<readonly CheckReport[]> {
  const { tenantId, applications, sharePointAdminUrl: adminUrl } = connection;
  if (isConnectionTo(config.policy.tenantId, connection))
    return checkHealth([policyCheck(tightenPolicy(config.policy, connection), config.webhook)]);
  const { policy, revokers } = tenants.access(connection);
  const { endpoint, credential, client } = tenants.graph(connection);
  const linkFor = (
    application = config.tenants.kind === 'none' ? '' : config.tenants.applicationId,
  ): string => consentLink(config.cloud.authorityHost, tenantId, application);
  const link = linkFor(applications?.graph);
  const token: HealthCheck = {
    name: 'token',
    run: () => checkToken({ endpoint, credential, tenantId, link }),
  };
  const [tokenReport] = await checkHealth([token]);
  const permissions = permissionChecks({
    endpoint,
    credential,
    graph: client,
    asked: askedMemberships(policy),
    howToGrant: (permission) =>
      `Add the application permission ${permission} of Microsoft Graph to the application, and have the administrator consent again: ${link}`,
  });
  const remedies = sharePointRemedies(linkFor(applications?.sharePoint));
  const probed = compact({ probe: revokers.sharePoint, remedies });
  const others = await checkHealth([
    ...(tokenReport?.status === 'failed' ? [] : permissions),
    ...(adminUrl === undefined ? [] : sharePointChecks({ adminUrl, ...probed }, policy)),
    policyCheck(policy, config.webhook),
  ]);
  return [...(tokenReport ? [tokenReport] : []), ...others];
}

/** The application of a connection is granted permissions by the tenant, and the app's settings say nothing about it. */
function sharePointRemedies(link: string): SharePointRemedies {
  return {
    urlName: 'sharePointAdminUrl of the connection',
    grant: `Add the application permission ${SHAREPOINT_PERMISSION} of Office 365 SharePoint Online to the application, have the administrator consent (${link})`,
    token:
      'Compare issuer, subject and audience of the federated credential of the application for SharePoint.',
  };
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
