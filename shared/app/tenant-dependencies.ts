import { compact } from '../core/compact';
import type { Connection } from '../core/connection';
import type { Detail } from '../core/detail';
import type { ReceivedBy } from '../core/received-by';
import type { Speaking } from '../core/tenant-of-request';
import { onlyTenantOf, tenantOfRequest } from '../core/tenant-of-request';
import type { Dependencies } from './dependencies';

/** The tenant of a request: what to act with there, or why the request is denied. */
export type RequestTenant =
  | { readonly kind: 'tenant'; readonly dependencies: Dependencies }
  | { readonly kind: 'denied'; readonly detail: Detail };

/**
 * Chooses the tenant of a request by its sender.
 *
 * @param home what the app acts with in the home tenant
 * @throws Unavailable when the connections cannot be read
 */
export async function chooseTenant(home: Dependencies, speaking: Speaking): Promise<RequestTenant> {
  const choice = tenantOfRequest(speaking, home.policy.tenantId, await home.tenants.connections());
  switch (choice.kind) {
    case 'home':
      return { kind: 'tenant', dependencies: home };
    case 'connected':
      return { kind: 'tenant', dependencies: inTenant(home, choice.connection) };
    case 'denied':
      return choice;
  }
}

/** The tenant of all requests of a sender; empty when it speaks for several: then no account counts as a foreign one. */
export async function tenantOf(
  { policy, tenants }: Pick<Dependencies, 'policy' | 'tenants'>,
  sender: ReceivedBy,
): Promise<{ readonly tenantId?: string }> {
  return compact({ tenantId: onlyTenantOf(sender, policy.tenantId, await tenants.connections()) });
}

/** What to act with in a tenant that was chosen before; undefined when it is connected no longer. */
export async function dependenciesIn(
  home: Dependencies,
  tenantId: string,
): Promise<Dependencies | undefined> {
  const connections = await home.tenants.connections();
  const connection = connections.to(tenantId);
  if (connection) return inTenant(home, connection);
  return tenantId.toLowerCase() === home.policy.tenantId.toLowerCase() ? home : undefined;
}

/** What to act with in a connected tenant. */
export function inTenant(home: Dependencies, connection: Connection): Dependencies {
  const { directory, policy } = home;
  return {
    ...home,
    ...home.tenants.access(connection),
    home: { directory, tenantId: policy.tenantId },
  };
}
