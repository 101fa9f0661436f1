import type { ContainmentStep } from './containment-step';
import type { Mode } from './mode';
import type { ReceivedBy } from './received-by';
import type { UserReference } from './user-reference';
import { referenceKey } from './user-reference';

/** The security alert behind a request, as its sender described it. */
export interface Alert {
  readonly provider?: string;
  readonly id?: string;
  readonly title?: string;
  readonly severity?: string;
  readonly url?: string;
  /** When it was raised, RFC 3339. */
  readonly createdAt?: string;
  /** When its activity was first seen, RFC 3339; it counts where it is earlier than `createdAt`. */
  readonly firstSeenAt?: string;
  /** The incident that it belongs to: a number in Defender XDR, the resource id in Microsoft Sentinel. */
  readonly incidentId?: string;
}

/** Further names of users, the surest first, by the keys of the references that name them in a request. */
export type Aliases = Readonly<Record<string, readonly UserReference[]>>;

/** A request to sign users out, read from a message and valid in form; nothing is decided yet. */
export interface RevocationRequest {
  readonly id: string;
  /** The name of the format that read it. */
  readonly format: string;
  /** Its sender; absent where it was only read, and nobody has sent it. */
  readonly receivedBy?: ReceivedBy;
  /** The type or name of the event behind an alert, as its format reads it; a native request has none. */
  readonly event?: string;
  /** At least one, none named twice. */
  readonly users: readonly UserReference[];
  readonly aliases?: Aliases;
  /** When activity of a user was first seen, RFC 3339, by the key of the reference; of others the alert says it, if anything does. */
  readonly firstSeen?: Readonly<Record<string, string>>;
  readonly mode: Mode;
  /** The sender wants a person to approve first. */
  readonly confirm: boolean;
  /** The steps of a containment that the sender asks for, each once; absent: those of policy. */
  readonly contain?: readonly ContainmentStep[];
  readonly tenantId?: string;
  readonly reason?: string;
  readonly alert?: Alert;
  readonly requestedBy?: string;
  /** RFC 3339, in UTC. */
  readonly requestedAt?: string;
}

/** All names of a user of a request: the one that the request names them by, and then the others. */
export function namesOf(
  { aliases }: Pick<RevocationRequest, 'aliases'>,
  reference: UserReference,
): readonly [UserReference, ...UserReference[]] {
  return [reference, ...(aliases?.[referenceKey(reference)] ?? [])];
}

/** A request as it is about one of its users: what its alert says of when activity was first seen is said of that user. */
export function requestAbout(
  { firstSeen, ...request }: RevocationRequest,
  reference: UserReference,
): RevocationRequest {
  const firstSeenAt = firstSeen?.[referenceKey(reference)];
  return firstSeenAt === undefined ? request : { ...request, alert: { ...request.alert, firstSeenAt } };
}
