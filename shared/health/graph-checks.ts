import { createDefaultHttpClient, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { AskedMemberships } from '../core/policy';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Clock } from '../ports/clock';
import { eligibleRolesCall } from '../adapters/graph/eligible-roles';
import { GROUPS_PER_CALL, GROUPS_PERMISSION, ROLES_PERMISSION } from '../adapters/graph/graph-memberships';
import type { Claims, Probe, ProbeOptions } from './graph-probes';
import { NOBODY, checksOf, claimsOf, lookUpNobody } from './graph-probes';

export interface GraphChecksOptions extends ProbeOptions {
  readonly clock: Clock;
  readonly tenantId: string;
  /** The memberships that the policy needs; absent: none. */
  readonly asked: AskedMemberships | undefined;
}

const READ_USERS: Probe = {
  purpose: 'to look users up, and to verify that they were signed out',
  call: lookUpNobody,
};
const REVOKE: Probe = {
  purpose: 'to sign users out',
  call: {
    method: 'POST',
    path: `${NOBODY}/revokeSignInSessions`,
    permission: 'User.RevokeSessions.All',
    priority: 'low',
  },
};
const READ_ROLES: Probe = {
  purpose: 'to read the directory roles that the policy names',
  call: { method: 'GET', path: '/directoryRoles?$select=id', permission: ROLES_PERMISSION },
};
const READ_ELIGIBLE_ROLES: Probe = {
  purpose: 'to count roles as held that a user may activate',
  call: eligibleRolesCall('00000000-0000-0000-0000-000000000000'),
  isOptional: true,
};
const READ_APPLICATIONS: Probe = {
  purpose: 'to distinguish service principals from unknown users',
  call: {
    method: 'GET',
    path: '/servicePrincipals/00000000-0000-0000-0000-000000000000?$select=id',
    permission: 'Application.Read.All',
  },
  isOptional: true,
};
const readGroups = (groups: readonly string[]): Probe => ({
  purpose: 'to read the groups that the policy names',
  call: {
    method: 'POST',
    path: `${NOBODY}/checkMemberGroups`,
    permission: GROUPS_PERMISSION,
    body: { groupIds: groups.slice(0, GROUPS_PER_CALL) },
    isRead: true,
    priority: 'low',
  },
});

/** Checks the permissions of Microsoft Graph, by the token and by harmless calls, and that the clocks agree. */
export function graphChecks(options: GraphChecksOptions): readonly HealthCheck[] {
  return [
    { name: 'token', run: () => checkToken(options) },
    ...permissionChecks(options),
    { name: 'clock', run: () => checkClock(options) },
  ];
}

/** Checks the permissions of Microsoft Graph by harmless calls. */
export function permissionChecks(
  options: Omit<GraphChecksOptions, 'clock' | 'tenantId'>,
): readonly HealthCheck[] {
  const { asked } = options;
  return checksOf(options, [
    READ_USERS,
    REVOKE,
    ...(asked && asked.groups.length > 0 ? [readGroups(asked.groups)] : []),
    ...(asked?.roles ? [READ_ROLES, READ_ELIGIBLE_ROLES] : []),
    READ_APPLICATIONS,
  ]);
}

async function checkToken(options: GraphChecksOptions): Promise<CheckResult> {
  let found: Claims | undefined;
  try {
    found = await claimsOf(options);
  } catch {
    return {
      status: 'failed',
      detail: 'The identity did not return a token for Microsoft Graph.',
      remedy:
        'Assign a managed identity to the app; for a user-assigned one, set AZURE_CLIENT_ID to its client id.',
    };
  }
  if (found?.tid !== undefined && found.tid.toLowerCase() !== options.tenantId.toLowerCase()) {
    return {
      status: 'failed',
      detail: 'The identity belongs to a tenant other than TENANT_ID.',
      remedy: 'Set TENANT_ID to the tenant of the identity.',
    };
  }
  return found?.scp === undefined
    ? { status: 'ok', detail: 'The identity returned a token for Microsoft Graph.' }
    : {
        status: 'warning',
        detail: 'This is the token of a person, not of the app: the checks below apply to that person.',
        remedy: 'Call /api/health/details to check the app itself.',
      };
}

/** Above this difference tokens may be denied, and alerts may seem to be of the future or too old. */
const FAILED_ABOVE_MS = 5 * 60_000;
const WARNING_ABOVE_MS = 30_000;

/** Every answer of an HTTP server has its time (RFC 9110, section 6.6.1), even without a token. */
async function checkClock({ endpoint, clock }: GraphChecksOptions): Promise<CheckResult> {
  const request = createPipelineRequest({ url: `${endpoint}/v1.0/`, method: 'HEAD', timeout: 10_000 });
  const response = await createDefaultHttpClient().sendRequest(request);
  const theirs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return { status: 'warning', detail: 'Microsoft Graph did not return its time.' };
  const differenceMs = Math.abs(clock.now().getTime() - theirs);
  const detail = `${String(Math.round(differenceMs / 1000))} s of difference from the clock of Microsoft Graph.`;
  if (differenceMs <= WARNING_ABOVE_MS) return { status: 'ok', detail };
  const remedy = 'Set the clock of this machine.';
  return { status: differenceMs > FAILED_ABOVE_MS ? 'failed' : 'warning', detail, remedy };
}
