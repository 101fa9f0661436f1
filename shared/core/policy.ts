import type { Mode } from './mode';
import type { RevocationRequest } from './request';
import type { Severity } from './severity';

/** Accounts of the directory, by what tells them from others. All ids and names in small letters. */
export interface Accounts {
  /** Object ids and user principal names. */
  readonly users: readonly string[];
  /** Object ids; who is in a group that is in the group is meant as well. */
  readonly groups: readonly string[];
  /** Template ids of directory roles, the same in every tenant. */
  readonly roles: readonly string[];
}

/** How many distinct users may be signed out within a sliding window before a person must release more. */
export interface Brake {
  readonly users: number;
  readonly windowMs: number;
}

/** When a person must approve, who that may be, and how long it may take. */
export interface ConfirmationPolicy {
  readonly always: boolean;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  /** Alerts of a lesser severity, or of one that is not known, need approval. */
  readonly severityBelow?: Severity;
  /** For so long, in ms, an approval is waited for; then the request has expired. */
  readonly expiresAfterMs: number;
  /** Absent: anybody but the requester and the user concerned. In small letters. */
  readonly approvers?: readonly string[];
}

/** Which formats of messages may have users signed out, by name. What is in both only previews. */
export interface Sources {
  /** Absent: all of them. */
  readonly revoke?: readonly string[];
  readonly whatIf: readonly string[];
}

/** The rules and limits of the connected tenant, validated at start. */
export interface Policy {
  readonly tenantId: string;
  readonly revocationEnabled: boolean;
  /** What the app as a whole may do; the stricter of this and the request's mode wins. */
  readonly mode: Mode;
  readonly sources: Sources;
  /** Never signed out by the app: break-glass accounts, its own operators. */
  readonly protected: Accounts;
  readonly brake?: Brake;
  readonly confirmation: ConfirmationPolicy;
  /** A request older than this, in ms, is not begun, and one that is being retried is given up. */
  readonly maxRequestAgeMs: number;
  /** For so long, in ms, a revocation answers further requests for the same user and alert. */
  readonly deduplicationWindowMs: number;
  /** For so long, in ms, an outcome is kept to answer redeliveries with. */
  readonly recordRetentionMs: number;
}

/** What must be known of a user's memberships before anything is decided. */
export interface AskedMemberships {
  readonly groups: readonly string[];
  /** Whether the user's directory roles matter. */
  readonly roles: boolean;
}

/** Undefined when no rule looks at groups or roles. */
export function askedMemberships({
  protected: accounts,
  confirmation,
}: Pick<Policy, 'protected' | 'confirmation'>): AskedMemberships | undefined {
  const groups = [...new Set([...accounts.groups, ...confirmation.groups])];
  const roles = accounts.roles.length + confirmation.roles.length > 0;
  return groups.length > 0 || roles ? { groups, roles } : undefined;
}

/** Whether any rule may require approval for a request; most policies require none, and then none is looked up. */
export function mayRequireApproval(
  { brake, confirmation }: Pick<Policy, 'brake' | 'confirmation'>,
  request: Pick<RevocationRequest, 'confirm'>,
): boolean {
  const { always, groups, roles, severityBelow } = confirmation;
  return (
    brake !== undefined ||
    always ||
    request.confirm ||
    severityBelow !== undefined ||
    groups.length + roles.length > 0
  );
}
