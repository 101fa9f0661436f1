import type { Mode } from './mode';
import type { UserReference } from './user-reference';

/** The security alert behind a request, as its sender described it. */
export interface Alert {
  readonly provider?: string;
  readonly id?: string;
  readonly title?: string;
  readonly severity?: string;
  readonly url?: string;
  /** When it was raised, RFC 3339. */
  readonly createdAt?: string;
}

/** A request to sign users out, read from a message and valid in form; nothing is decided yet. */
export interface RevocationRequest {
  readonly id: string;
  /** The name of the format that read it. */
  readonly format: string;
  /** The type or name of the event behind an alert, as its format reads it; a native request has none. */
  readonly event?: string;
  /** At least one, none named twice. */
  readonly users: readonly UserReference[];
  readonly mode: Mode;
  /** The sender wants a person to approve first. */
  readonly confirm: boolean;
  readonly tenantId?: string;
  readonly reason?: string;
  readonly alert?: Alert;
  readonly requestedBy?: string;
  /** RFC 3339, in UTC. */
  readonly requestedAt?: string;
}
