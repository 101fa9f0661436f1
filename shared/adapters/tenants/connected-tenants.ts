import { compact } from '../../core/compact';
import type { Connection, Connections } from '../../core/connection';
import type { Policy } from '../../core/policy';
import { tightenPolicy } from '../../core/tighten-policy';
import type { Clock } from '../../ports/clock';
import type { TenantAccess, Tenants } from '../../ports/tenants';
import { graphAccess } from '../graph/graph-access';
import type { GraphClientOptions } from '../graph/graph-client';
import { sharePointRevoker } from '../sharepoint/sharepoint-revoker';
import { sharedTokenRequests } from './shared-token-requests';
import type { Federation } from './tenant-credential';
import { tenantCredential } from './tenant-credential';

/** What every connected tenant is reached by. */
export interface Reaching {
  readonly federation: Federation;
  /** The multi-tenant application. */
  readonly applicationId: string;
  readonly graph: Pick<GraphClientOptions, 'endpoint' | 'random' | 'newId'>;
  readonly clock: Clock;
}

/**
 * The connected tenants. Each has a credential, a connection pool, a pace and a memory of its own, so that a tenant that
 * throttles, hangs or has taken its consent back costs the others nothing. They are made at first use, and again when the
 * connection has changed.
 */
export function connectedTenants(
  reaching: Reaching,
  home: Policy,
  connections: () => Promise<Connections>,
): Tenants {
  const known = new Map<string, { readonly text: string; readonly access: TenantAccess }>();
  return {
    connections,
    access: (connection) => {
      const text = JSON.stringify(connection);
      const found = known.get(connection.tenantId);
      if (found?.text === text) return found.access;
      const access = connect(reaching, home, connection);
      known.set(connection.tenantId, { text, access });
      return access;
    },
  };
}

function connect(
  { federation, applicationId, graph: options, clock }: Reaching,
  home: Policy,
  connection: Connection,
): TenantAccess {
  const { tenantId, sharePointAdminUrl: adminUrl, applications = {} } = connection;
  // Consent is all or nothing: an application of its own has SharePoint's permission.
  const credentialOf = (application = applicationId) =>
    sharedTokenRequests(tenantCredential(federation, tenantId, application), clock);
  const credential = credentialOf(applications.graph);
  const { client: _client, ...access } = graphAccess({ ...options, credential, clock });
  const sharePoint =
    adminUrl === undefined
      ? undefined
      : sharePointRevoker({ adminUrl, credential: credentialOf(applications.sharePoint), clock });
  const revokers = { ...access.revokers, ...compact({ sharePoint }) };
  return { policy: tightenPolicy(home, connection), ...access, revokers };
}
