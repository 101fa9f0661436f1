import type { TokenCredential } from '@azure/core-auth';
import type { Cloud } from '../../config/clouds';
import type { TenantAccess } from '../../ports/tenants';
import type { TicketStore } from '../../ports/ticket-store';
import type { GraphClient, GraphClientOptions } from '../graph/graph-client';
import { graphClient } from '../graph/graph-client';
import type { Paces } from '../graph/pace';
import { graphSnapshots } from './graph-snapshots';
import { identityMethods } from './identity-methods';
import { removalMethods } from './removal-methods';

/** What a containment does in one tenant. */
export type ContainmentAccess = Pick<TenantAccess, 'containmentMethods' | 'accountSnapshots'> & {
  /** By what the steps call, for health checks, where their identity is one of their own; absent: they call as the app does. */
  readonly containmentClient?: { readonly credential: TokenCredential; readonly graph: GraphClient };
};

/** How the steps of a containment reach a tenant, beside its Graph client. */
export interface ContainmentReach {
  readonly tenantId: string;
  readonly cloud: Pick<Cloud, 'name' | 'lacks'>;
  readonly tickets: TicketStore;
  /** Of the identity of the steps; absent: that of the app. */
  readonly credential?: TokenCredential;
}

/**
 * The steps of a containment in one tenant, and the snapshot before it. They go at the pace of revocations, whatever their
 * identity is. Nothing is sent before its first use.
 */
export function containmentAccess(
  options: Omit<GraphClientOptions, 'pace'>,
  { client: own, pace }: { readonly client: GraphClient; readonly pace: Paces },
  reach: ContainmentReach | undefined,
): ContainmentAccess {
  if (!reach) return { containmentMethods: {} };
  const { credential, ...where } = reach;
  const graph = credential ? { ...options, credential } : options;
  const client = credential ? graphClient({ ...graph, pace }) : own;
  return {
    ...(credential && { containmentClient: { credential, graph: client } }),
    containmentMethods: {
      ...identityMethods({ graph, client, ...where }),
      ...removalMethods(client, options.clock),
    },
    accountSnapshots: graphSnapshots(graph),
  };
}
