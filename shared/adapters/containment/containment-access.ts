import type { TenantAccess } from '../../ports/tenants';
import type { GraphClient } from '../graph/graph-client';

/** What a containment does in one tenant. */
export type ContainmentAccess = Pick<TenantAccess, 'containmentMethods' | 'accountSnapshots'>;

/** The steps of a containment in one tenant, and the snapshot before it. Nothing is sent before its first use. */
export function containmentAccess(_client: GraphClient): ContainmentAccess {
  return { containmentMethods: {} };
}
