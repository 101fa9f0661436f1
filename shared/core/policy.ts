import type { ContainmentRule } from './containment-rule';
import { effectOf } from './deciding-rule';
import type { IncidentSystem } from './incident';
import type { Mode } from './mode';
import type { RevocationRequest } from './request';
import type { ReceivedBy } from './received-by';
import type { RequestAge } from './request-age';
import type { RevocationMethods } from './revocation-method';
import type { Severity } from './severity';
import type { SourcedRequest, SourceRule } from './source-rule';
import type { SwitchChange } from './switch-change';
import type { WatchPolicy } from './watch';

/** Accounts of the directory, by their identifiers. All ids and names in lower case. */
export interface Accounts {
  /** Object ids and user principal names. */
  readonly users: readonly string[];
  /** Object ids; members of nested groups are included. */
  readonly groups: readonly string[];
  /** Template ids of directory roles, the same in every tenant. */
  readonly roles: readonly string[];
}

/** At most so many distinct users per sliding window; beyond that a person must release requests. */
export interface Brake {
  readonly users: number;
  readonly windowMs: number;
  /** At most so many revocations of one user for one sender per window. */
  readonly repeats: number;
}

/** Whose alerts are urgent when they are severe, and how many: a source that exceeds this has ordinary requests. */
export interface UrgentPolicy {
  /** As rules name senders; `webhook` names all whose names begin with `webhook:`. */
  readonly sources: readonly string[];
  /** At most so many users per source and sliding window, in each process and tenant. */
  readonly users: number;
  readonly windowMs: number;
}

/** When a person must approve, who may approve, and how long an approval may take. */
export interface ConfirmationPolicy {
  readonly always: boolean;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  /** Alerts below this severity, and alerts of unknown severity, need approval. */
  readonly severityBelow?: Severity;
  /** How long, in ms, a request waits for approval before it expires. */
  readonly expiresAfterMs: number;
  /** Absent: anybody but the requester and the user concerned. In lower case. */
  readonly approvers?: readonly string[];
}

/** What makes the decision of a person count. */
export interface ApprovalPolicy {
  /** `required`: only persons whom an access token has proven decide. */
  readonly proof: 'required' | 'optional';
  /** There is an API to prove who decides: what a containment has changed is brought back by proven persons alone. */
  readonly provesRestores?: true;
  /** How long ago, in ms, a proven person may have signed in. */
  readonly maxAuthAgeMs: number;
  /** How many persons must approve. */
  readonly quorum: number;
  /** The authentication contexts that the sign-in of a proven person must have met, all of them. */
  readonly authenticationContexts: readonly string[];
}

/** The rules and limits of the connected tenant, validated at start. */
export interface Policy {
  readonly tenantId: string;
  readonly revocationEnabled: boolean;
  /** Set while the emergency switch has stopped all revocations. Not a part of the configuration. */
  readonly stop?: SwitchChange;
  /** The mode of the app; the stricter of this and the request's mode counts. */
  readonly mode: Mode;
  /** The methods by which every revocation is done. */
  readonly methods: RevocationMethods;
  /** Which events act: the operator's rules; the shipped ones follow. */
  readonly sources: readonly SourceRule[];
  /** The senders that alone may send alerts of a format, by the format's name in lower case. */
  readonly provenFormats?: Readonly<Record<string, readonly ReceivedBy[]>>;
  /** Accounts that the app never signs out: break-glass accounts, its own operators. */
  readonly protected: Accounts;
  readonly brake?: Brake;
  readonly urgent: UrgentPolicy;
  readonly confirmation: ConfirmationPolicy;
  readonly approvals: ApprovalPolicy;
  /** What is done beside revoking; absent: nothing. */
  readonly containment?: readonly ContainmentRule[];
  /** Absent: nobody looks whether a revocation held. */
  readonly watch?: WatchPolicy;
  /** The systems whose incidents learn outcomes; absent: none. */
  readonly writeBack?: readonly IncidentSystem[];
  /** The systems whose confirmed false positives undo containments; absent: none. */
  readonly restoreFalsePositives?: readonly IncidentSystem[];
  /** The DNS names of domains whose NetBIOS name is not their first label, by the NetBIOS name. In lower case. */
  readonly netbiosDomains?: Readonly<Record<string, string>>;
  /** A request older than this, in ms, is not begun, and is not retried any more. */
  readonly maxRequestAgeMs: number;
  /** What becomes of an alert whose times cannot be read. */
  readonly unknownAge: 'confirm' | 'revoke';
  /** How long, in ms, a revocation answers further requests for the same user and alert. */
  readonly deduplicationWindowMs: number;
  /** How long, in ms, an outcome is kept to answer redeliveries. */
  readonly recordRetentionMs: number;
}

/** The memberships of a user that rules look at. */
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

/** The memberships that the app must be able to read: those that rules on users look at, and roles for steps of a containment. */
export function readMemberships(
  policy: Pick<Policy, 'protected' | 'confirmation' | 'containment'>,
): AskedMemberships | undefined {
  const { groups = [], roles = false } = askedMemberships(policy) ?? {};
  const ofSteps = policy.containment?.some(({ when }) => when.roles !== undefined) ?? false;
  return groups.length > 0 || roles || ofSteps ? { groups, roles: roles || ofSteps } : undefined;
}

/** Whether any rule may require approval for a request; most policies require none, and then none is looked up. */
export function mayRequireApproval(
  {
    brake,
    confirmation,
    sources,
    unknownAge,
  }: Pick<Policy, 'brake' | 'confirmation' | 'sources' | 'unknownAge'>,
  request: SourcedRequest & Pick<RevocationRequest, 'confirm'>,
  age: Pick<RequestAge, 'isUnknown'>,
): boolean {
  const { always, groups, roles, severityBelow } = confirmation;
  return (
    brake !== undefined ||
    always ||
    request.confirm ||
    (age.isUnknown === true && unknownAge === 'confirm') ||
    severityBelow !== undefined ||
    groups.length + roles.length > 0 ||
    effectOf(request, sources) === 'confirm'
  );
}
