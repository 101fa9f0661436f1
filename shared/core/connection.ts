import type { Accounts, Brake, ConfirmationPolicy } from './policy';
import type { Mode } from './mode';

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
}

/** What a connection adds to the policy of the home tenant. */
export interface TighterPolicy {
  readonly mode?: Mode;
  /** Accounts, groups and roles of this tenant. */
  readonly protected?: Accounts;
  readonly brake?: Brake;
  readonly confirmation?: Partial<ConfirmationPolicy>;
  readonly maxRequestAgeMs?: number;
}
