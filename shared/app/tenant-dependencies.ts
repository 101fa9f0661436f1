import type { Connection } from '../core/connection';
import { isActive, isConnectionTo } from '../core/connection';
import type { ReceivedBy } from '../core/received-by';
import type { Speaking, TenantChoice } from '../core/tenant-of-request';
import { tenantOfDecision, tenantOfRequest } from '../core/tenant-of-request';
import { tightenPolicy } from '../core/tighten-policy';
import type { Dependencies } from './dependencies';

/** The tenant of a request: what to act with there, or why the request is denied. */
export type RequestTenant =
  | { readonly kind: 'tenant'; readonly dependencies: Dependencies }
  | Extract<TenantChoice, { readonly kind: 'denied' }>;

/**
 * Chooses the tenant of a request by its sender.
 *
 * @param home what the app acts with in the home tenant
 * @throws Unavailable when the connections cannot be read
 */
export async function chooseTenant(home: Dependencies, speaking: Speaking): Promise<RequestTenant> {
  const choice = tenantOfRequest(speaking, home.policy.tenantId, await home.tenants.connections());
  return tenantOfChoice(home, choice);
}

/** Chooses the tenant of an approval, if the sender of a decision may decide there; one that was disconnected has no ports. */
export async function tenantToDecideIn(
  home: Dependencies,
  speaking: Speaking & { readonly named: string },
): Promise<RequestTenant> {
  const choice = tenantOfDecision(speaking, home.policy.tenantId, await home.tenants.connections());
  return tenantOfChoice(home, choice);
}

function tenantOfChoice(home: Dependencies, choice: TenantChoice): RequestTenant {
  return choice.kind === 'denied' ? choice : { kind: 'tenant', dependencies: chosen(home, choice) };
}

/** The tenant of all that a sender may decide on; undefined when there may be several. */
export async function onlyTenantToDecideIn(
  home: Dependencies,
  sender: ReceivedBy,
): Promise<Dependencies | undefined> {
  const connections = await home.tenants.connections();
  const own = connections.spokenForBy(sender);
  const [only] = own;
  if (only) return own.length === 1 ? chosen(home, { kind: 'connected', connection: only }) : undefined;
  return connections.all.length === 0 ? home : undefined;
}

/** What to act with in a tenant. In one that was disconnected nobody acts: what is left is decided in the home tenant. */
function chosen(
  home: Dependencies,
  choice: Exclude<TenantChoice, { readonly kind: 'denied' }>,
): Dependencies {
  return choice.kind === 'connected' && isActive(choice.connection)
    ? inTenant(home, choice.connection)
    : home;
}

/** What to act with in a tenant that was chosen before; undefined when it is connected no longer. */
export async function dependenciesIn(
  home: Dependencies,
  tenantId: string,
): Promise<Dependencies | undefined> {
  const connections = await home.tenants.connections();
  const connection = connections.to(tenantId);
  if (connection && isActive(connection)) return inTenant(home, connection);
  return tenantId.toLowerCase() === home.policy.tenantId.toLowerCase() ? home : undefined;
}

/** What to act with in a connected tenant. The home tenant is reached in the same way for every sender. */
export function inTenant(home: Dependencies, connection: Connection): Dependencies {
  const { directory, policy } = home;
  if (isConnectionTo(policy.tenantId, connection))
    return { ...home, policy: tightenPolicy(policy, connection) };
  return {
    ...home,
    ...home.tenants.access(connection),
    home: { directory, tenantId: policy.tenantId },
  };
}
