import type { Accounts, ApprovalPolicy, Brake, ConfirmationPolicy } from './policy';
import type { IncidentSystem } from './incident';
import type { Mode } from './mode';
import type { ReceivedBy } from './received-by';
import { isSender, namesOfSender, senderOfShare } from './received-by';

/** A tenant that is connected beside the home tenant. */
export interface Connection {
  /** A GUID in lower case. */
  readonly tenantId: string;
  /** For people. */
  readonly name?: string;
  /** The origin of its SharePoint admin host; absent: its users are signed out by Graph alone. */
  readonly sharePointAdminUrl?: string;
  /** The ids of the multi-tenant applications to which the tenant has given consent, where they are not the app's. */
  readonly applications?: { readonly graph?: string; readonly sharePoint?: string };
  /** What is stricter in this tenant than in the home tenant. */
  readonly policy: TighterPolicy;
  /** The senders that may speak for it; `webhook` names all whose names begin with `webhook:`. */
  readonly sources: readonly string[];
  /** Nobody is signed out there any more, and its senders speak for no other tenant. */
  readonly disconnected?: boolean;
}

/** Whether users are signed out in the tenant of a connection. */
export function isActive({ disconnected = false }: Connection): boolean {
  return !disconnected;
}

/** Whether a tenant is the one of a connection; the home tenant may have one, which lets further senders speak for it. */
export function isConnectionTo(tenantId: string, connection: Pick<Connection, 'tenantId'>): boolean {
  return connection.tenantId === tenantId.toLowerCase();
}

/** Whether a connection lists a sender, or the kind that it belongs to. */
export function lists({ sources }: Connection, sender: string): boolean {
  return sources.some((named) => isSender(sender, named));
}

/** What a connection adds to the policy of the home tenant. */
export interface TighterPolicy {
  readonly mode?: Mode;
  /** Accounts, groups and roles of this tenant. */
  readonly protected?: Accounts;
  readonly brake?: Brake;
  readonly confirmation?: Partial<ConfirmationPolicy>;
  readonly approvals?: Partial<ApprovalPolicy>;
  readonly maxRequestAgeMs?: number;
  /** The systems of this tenant whose incidents learn outcomes: those of the home tenant do not count here. */
  readonly writeBack?: readonly IncidentSystem[];
  /** The systems of this tenant whose confirmed false positives undo containments: those of the home tenant do not count here. */
  readonly restoreFalsePositives?: readonly IncidentSystem[];
}

/** All connections, found by their tenants and their senders. */
export interface Connections {
  readonly all: readonly Connection[];
  /** Undefined when no such tenant is connected. */
  readonly to: (tenantId: string) => Connection | undefined;
  /** The tenants that a sender may speak for, unless it is none: then the sender speaks for the home tenant. */
  readonly spokenForBy: (sender: ReceivedBy) => readonly Connection[];
}

/** There may be thousands, of which every message needs one: they are indexed once. Of several to a tenant the first counts. */
export function connectionsOf(listed: readonly Connection[]): Connections {
  const byTenant = new Map(listed.toReversed().map((connection) => [connection.tenantId, connection]));
  const all = listed.filter((connection) => byTenant.get(connection.tenantId) === connection);
  const bySender = new Map<string, Connection[]>();
  for (const connection of all) {
    for (const named of new Set(connection.sources.map((name) => name.toLowerCase()))) {
      const listed = bySender.get(named);
      if (listed) listed.push(connection);
      else bySender.set(named, [connection]);
    }
  }
  /** Of those names of a sender that connections list: there are no more of them than connections list. */
  const byNames = new Map<string, readonly Connection[]>();
  return {
    all,
    to: (tenantId) => byTenant.get(tenantId.toLowerCase()),
    spokenForBy: (sender) => {
      if (all.length === 0) return [];
      // Who may send to the request queue can write any name there.
      const names = namesOfSender(senderOfShare(sender)).filter((name) => bySender.has(name));
      const key = names.join('\n');
      const known = byNames.get(key);
      if (known) return known;
      const found = [...new Set(names.flatMap((name) => bySender.get(name) ?? []))];
      byNames.set(key, found);
      return found;
    },
  };
}
