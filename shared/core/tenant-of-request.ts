import type { Connection, Connections } from './connection';
import { isActive } from './connection';
import type { Detail } from './detail';
import { detail } from './detail';
import type { ReceivedBy } from './received-by';

/** The tenant that a request is for. */
export type TenantChoice =
  | { readonly kind: 'home' }
  | { readonly kind: 'connected'; readonly connection: Connection }
  | {
      readonly kind: 'denied';
      readonly detail: Detail;
      /** The tenant that the sender spoke for until it was disconnected. */
      readonly disconnected?: string;
    };

/** What the tenant of a request is chosen by. */
export interface Speaking {
  /** The tenant that the request, or the alert in it, names. A name of a user proves no tenant. */
  readonly named: string | undefined;
  readonly sender: ReceivedBy;
}

/**
 * Chooses the tenant of a request. A sender that connections list speaks for these tenants only, and any other for the
 * home tenant only; a request that names no tenant is for the one that its sender speaks for.
 *
 * A request to the home tenant that names an unknown tenant is chosen for the home tenant, whose rules reject it.
 */
export function tenantOfRequest(
  { named, sender }: Speaking,
  home: string,
  connections: Connections,
): TenantChoice {
  const own = connections.spokenForBy(sender);
  const asked = named?.toLowerCase();
  if (own.length === 0) {
    const isAnother = asked !== undefined && asked !== home.toLowerCase();
    return isAnother && connections.to(asked) ? mayNotSpeak(sender, asked) : { kind: 'home' };
  }
  if (asked !== undefined) {
    const connection = own.find(({ tenantId }) => tenantId === asked);
    return connection ? unlessDisconnected(connection) : mayNotSpeak(sender, asked);
  }
  const active = own.filter(isActive);
  const [only, ...others] = active.length > 0 ? active : own;
  return only && others.length === 0
    ? unlessDisconnected(only)
    : { kind: 'denied', detail: detail('tenantNotNamed', { sender, count: own.length }) };
}

/**
 * Whether a sender may decide on what waits in a tenant: where it may ask, and a sender that speaks for the home tenant in
 * every tenant, since only webhooks may speak for some of them, over which no decision comes.
 */
export function tenantOfDecision(
  { named, sender }: Speaking & { readonly named: string },
  home: string,
  connections: Connections,
): TenantChoice {
  const connection = connections.to(named);
  return connection && connections.spokenForBy(sender).length === 0
    ? { kind: 'connected', connection }
    : tenantOfRequest({ named, sender }, home, connections);
}

/** The tenant that all requests of a sender are for; undefined when it speaks for several. */
export function onlyTenantOf(sender: ReceivedBy, home: string, connections: Connections): string | undefined {
  return chosenTenantId(tenantOfRequest({ named: undefined, sender }, home, connections), home);
}

/** The id of the tenant that was chosen; undefined when none was. */
export function chosenTenantId(choice: TenantChoice, home: string): string | undefined {
  switch (choice.kind) {
    case 'home':
      return home;
    case 'connected':
      return choice.connection.tenantId;
    case 'denied':
      return undefined;
  }
}

function unlessDisconnected(connection: Connection): TenantChoice {
  const { tenantId } = connection;
  return isActive(connection)
    ? { kind: 'connected', connection }
    : { kind: 'denied', detail: detail('tenantDisconnected', { tenantId }), disconnected: tenantId };
}

function mayNotSpeak(sender: ReceivedBy, tenantId: string): TenantChoice {
  return { kind: 'denied', detail: detail('mayNotSpeakFor', { sender, tenantId }) };
}
