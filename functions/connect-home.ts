import type { TokenCredential } from '@azure/core-auth';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import type { GraphAccess } from '../shared/adapters/graph/graph-access';
import { graphAccess } from '../shared/adapters/graph/graph-access';
import type { GraphClientOptions } from '../shared/adapters/graph/graph-client';
import type { Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import type { TicketStore } from '../shared/ports/ticket-store';

/** The home tenant on Microsoft Graph. The steps of a containment have an identity of their own where one is configured. */
export function connectHome(
  { graph: { endpoint }, cloud, policy: { tenantId, netbiosDomains }, identity }: Config,
  credential: TokenCredential,
  system: Pick<GraphClientOptions, 'clock' | 'random' | 'newId' | 'budget'> & {
    readonly tickets: TicketStore;
  },
): GraphAccess {
  const { tickets, ...options } = system;
  const { containmentClientId: own } = identity;
  const steps = own === undefined ? undefined : managedIdentity(own);
  const containment = compact({ tenantId, cloud, tickets, credential: steps });
  return graphAccess({ endpoint, credential, ...options }, netbiosDomains, containment);
}
