import { compact } from './compact';
import type { Connection, TighterPolicy } from './connection';
import { isConnectionTo } from './connection';
import { stricterMode } from './mode';
import type { Accounts, ApprovalPolicy, Brake, ConfirmationPolicy, Policy } from './policy';
import type { RevocationMethods } from './revocation-method';
import type { Severity } from './severity';
import { severities } from './severity';

const NOBODY: Accounts = { users: [], groups: [], roles: [] };

/**
 * The policy for a connected tenant: that of the home tenant, and what is stricter here. Approvers are per tenant.
 *
 * @param home of the home tenant
 */
export function tightenPolicy(home: Policy, connection: Connection): Policy {
  const { policy } = connection;
  const common = isConnectionTo(home.tenantId, connection) ? home : elsewhere(home, connection);
  return tightened(common, policy);
}

/**
 * What the policy of the home tenant says in another one. The ids of groups and the names of domains mean nothing there;
 * roles have the same ids in every tenant.
 */
function elsewhere(home: Policy, connection: Connection): Policy {
  const { netbiosDomains: _domains, writeBack: _written, restoreFalsePositives: _restored, ...rest } = home;
  return {
    ...rest,
    tenantId: connection.tenantId,
    methods: methodsOf(connection),
    protected: { ...home.protected, groups: [] },
    confirmation: { ...home.confirmation, groups: [] },
  };
}

function tightened(home: Policy, policy: TighterPolicy): Policy {
  return compact({
    ...home,
    mode: stricterMode(home.mode, policy.mode ?? 'revoke'),
    protected: allOf(home.protected, policy.protected ?? NOBODY),
    brake: stricterBrake(home.brake, policy.brake),
    confirmation: tightenConfirmation(home.confirmation, policy.confirmation ?? {}),
    approvals: tightenApprovals(home.approvals, policy.approvals ?? {}),
    writeBack: policy.writeBack ?? home.writeBack,
    restoreFalsePositives: policy.restoreFalsePositives ?? home.restoreFalsePositives,
    maxRequestAgeMs: Math.min(home.maxRequestAgeMs, policy.maxRequestAgeMs ?? Infinity),
  });
}

/** All that are configured in this tenant. */
function methodsOf({ sharePointAdminUrl }: Connection): RevocationMethods {
  return sharePointAdminUrl === undefined ? ['graph'] : ['graph', 'sharePoint'];
}

function allOf(home: Accounts, own: Accounts): Accounts {
  return {
    users: union(home.users, own.users),
    groups: union(home.groups, own.groups),
    roles: union(home.roles, own.roles),
  };
}

/** No more users, and no more repeats, in no shorter a window. */
function stricterBrake(home: Brake | undefined, own: Brake | undefined): Brake | undefined {
  if (!home || !own) return home ?? own;
  return {
    users: Math.min(home.users, own.users),
    windowMs: Math.max(home.windowMs, own.windowMs),
    repeats: Math.min(home.repeats, own.repeats),
  };
}

function tightenConfirmation(home: ConfirmationPolicy, own: Partial<ConfirmationPolicy>): ConfirmationPolicy {
  return compact({
    always: home.always || own.always === true,
    groups: union(home.groups, own.groups ?? []),
    roles: union(home.roles, own.roles ?? []),
    severityBelow: higher(home.severityBelow, own.severityBelow),
    expiresAfterMs: Math.min(home.expiresAfterMs, own.expiresAfterMs ?? Infinity),
    approvers: own.approvers ?? home.approvers,
  });
}

function tightenApprovals(home: ApprovalPolicy, own: Partial<ApprovalPolicy>): ApprovalPolicy {
  return {
    ...home,
    proof: home.proof === 'required' || own.proof === 'required' ? 'required' : 'optional',
    maxAuthAgeMs: Math.min(home.maxAuthAgeMs, own.maxAuthAgeMs ?? Infinity),
    quorum: Math.max(home.quorum, own.quorum ?? 1),
    authenticationContexts: union(home.authenticationContexts, own.authenticationContexts ?? []),
  };
}

function higher(one: Severity | undefined, other: Severity | undefined): Severity | undefined {
  return severities.findLast((severity) => severity === one || severity === other);
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}
