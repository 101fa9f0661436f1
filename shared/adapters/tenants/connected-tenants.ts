import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { compact } from '../../core/compact';
import type { Connection, Connections } from '../../core/connection';
import type { Policy } from '../../core/policy';
import { tightenPolicy } from '../../core/tighten-policy';
import type { Clock } from '../../ports/clock';
import type { TenantAccess, Tenants } from '../../ports/tenants';
import type { ContainmentReach } from '../containment/containment-access';
import { graphAccess } from '../graph/graph-access';
import type { GraphClient, GraphClientOptions } from '../graph/graph-client';
import { SHARED_BUDGET } from '../graph/graph-client';
import type { CallSlots } from '../sharepoint/call-slots';
import { callSlots } from '../sharepoint/call-slots';
import { sharePointRevoker } from '../sharepoint/sharepoint-revoker';
import { sharedTokenRequests } from './shared-token-requests';
import type { Federation } from './client-assertion';
import { tenantCredential } from './tenant-credential';

/** What every connected tenant is reached by. */
export interface Reaching {
  readonly federation: Federation;
  /** The multi-tenant application. */
  readonly applicationId: string;
  readonly graph: Pick<GraphClientOptions, 'endpoint' | 'random' | 'newId'>;
  readonly clock: Clock;
  /** How the steps of a containment reach a tenant; absent: there are none. */
  readonly containment?: Omit<ContainmentReach, 'tenantId' | 'credential'>;
}

/** The connected tenants, and what health checks examine of them. */
export interface ConnectedTenants extends Tenants {
  /** How a tenant is reached through Microsoft Graph. */
  graph(connection: Connection): TenantGraph;
  /** The ids of the tenants that had given no consent when this process asked them last, at most five minutes ago. */
  withoutConsent(): readonly string[];
}

export interface TenantGraph {
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly client: GraphClient;
}

interface Reached {
  readonly access: TenantAccess;
  readonly graph: TenantGraph;
  readonly isConsentMissing: () => boolean;
}

/**
 * The connected tenants. Each has a credential, a pace and a memory of its own, so that a tenant that throttles, hangs or has
 * taken its consent back costs the others nothing. They are made at first use, and again when the
 * connection has changed.
 */
export function connectedTenants(
  reaching: Reaching,
  home: Policy,
  connections: () => Promise<Connections>,
): ConnectedTenants {
  // They all are the same host, and a call that hangs holds its own connection alone.
  const shared = { httpClient: createDefaultHttpClient(), slots: callSlots() };
  const known = new Map<string, Reached & { readonly text: string }>();
  const reach = (connection: Connection): Reached => {
    const text = JSON.stringify(connection);
    const found = known.get(connection.tenantId);
    if (found?.text === text) return found;
    const made = { ...connect(reaching, shared, home, connection), text };
    known.set(connection.tenantId, made);
    return made;
  };
  return {
    connections,
    access: (connection) => reach(connection).access,
    graph: (connection) => reach(connection).graph,
    withoutConsent: () =>
      [...known].flatMap(([tenantId, { isConsentMissing }]) => (isConsentMissing() ? [tenantId] : [])),
  };
}

/** What the tenants share. */
interface Shared {
  readonly httpClient: HttpClient;
  readonly slots: CallSlots;
}

function connect(
  { federation, applicationId, graph: options, clock, containment }: Reaching,
  { httpClient, slots }: Shared,
  home: Policy,
  connection: Connection,
): Reached {
  const { tenantId, sharePointAdminUrl: adminUrl, applications = {} } = connection;
  // Consent is all or nothing: an application of its own has SharePoint's permission.
  const credentialOf = (application = applicationId) =>
    sharedTokenRequests(tenantCredential(federation, tenantId, application), clock);
  const credential = credentialOf(applications.graph);
  const {
    client,
    containmentClient: _containmentClient,
    ...access
  } = graphAccess(
    { ...options, credential, httpClient, clock, budget: SHARED_BUDGET },
    undefined,
    containment && { ...containment, tenantId },
  );
  const sharePoint =
    adminUrl === undefined
      ? undefined
      : sharePointRevoker({ adminUrl, credential: credentialOf(applications.sharePoint), clock, slots });
  const revokers = { ...access.revokers, ...compact({ sharePoint }) };
  return {
    access: { policy: tightenPolicy(home, connection), ...access, revokers },
    graph: { endpoint: options.endpoint, credential, client },
    isConsentMissing: credential.isConsentMissing,
  };
}
