import type { TokenCredential } from '@azure/core-auth';
import { createDefaultHttpClient, createPipelineRequest } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { writeDetail } from '../core/detail';
import type { AskedMemberships } from '../core/policy';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Clock } from '../ports/clock';
import { eligibleRolesCall, isWithoutLicence } from '../adapters/graph/eligible-roles';
import type { GraphCall, GraphClient } from '../adapters/graph/graph-client';
import { GROUPS_PER_CALL, GROUPS_PERMISSION, ROLES_PERMISSION } from '../adapters/graph/graph-memberships';

export interface GraphChecksOptions {
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly tenantId: string;
  /** The memberships that the policy needs; absent: none. */
  readonly asked: AskedMemberships | undefined;
  /** How a missing permission is granted; absent: as it is to a managed identity. */
  readonly howToGrant?: (permission: string) => string;
}

/** By what a probe is sent, and whose token it is. */
export type ProbeOptions = Pick<GraphChecksOptions, 'endpoint' | 'credential' | 'graph' | 'howToGrant'>;

/** No user has this id: a call for it is denied or answered "no such user", and changes nothing. */
const NOBODY = '/users/00000000-0000-0000-0000-000000000000';

/** The purpose of a permission, and a harmless call that needs it. */
export interface Probe {
  readonly purpose: string;
  readonly call: GraphCall;
  /** Without it outcomes are less exact, but no revocation fails. */
  readonly isOptional?: true;
  /** The tenant may lack it, and then what is granted is denied all the same. A call for nobody may be answered 400 where it is there. */
  readonly product?: string;
}

/** Also gets a token and opens the connection. */
export const lookUpNobody: GraphCall = {
  method: 'GET',
  path: `${NOBODY}?$select=id`,
  permission: 'User.Read.All',
  priority: 'low',
};

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

/** A check for each probe, by the name of its permission. */
export function checksOf(options: ProbeOptions, probes: readonly Probe[]): readonly HealthCheck[] {
  return probes.map((probe) => ({
    name: probe.call.permission,
    run: () => checkPermission(options, probe),
  }));
}

const claims = z.object({
  roles: z.array(z.string()).default([]),
  tid: z.string().optional(),
  scp: z.string().optional(),
});
type Claims = z.infer<typeof claims>;

/** The claims of a new token; undefined when only Graph can read its form. Rejects when there is no token. */
export async function claimsOf({
  endpoint,
  credential,
}: Pick<GraphChecksOptions, 'endpoint' | 'credential'>): Promise<Claims | undefined> {
  const token = await credential.getToken(`${endpoint}/.default`);
  const [, payload = ''] = token?.token.split('.') ?? [];
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
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

async function checkPermission(options: ProbeOptions, probe: Probe): Promise<CheckResult> {
  const { purpose, call, isOptional, product } = probe;
  const { howToGrant = toTheIdentity } = options;
  const { permission } = call;
  const answer = await options.graph(call);
  const isTaken = answer.kind !== 'failed' || (product !== undefined && answer.failure.kind === 'badRequest');
  if (isTaken) return { status: 'ok', detail: `Granted, ${purpose}.` };
  if (isWithoutLicence(answer)) {
    return {
      status: 'ok',
      detail: 'Not needed: the tenant has no licence for roles that a user may activate.',
    };
  }
  if (answer.failure.kind !== 'forbidden') {
    return {
      status: 'failed',
      detail: writeDetail(answer.failure.detail),
      remedy: 'Run the check again when Microsoft Graph is available.',
    };
  }
  const roles = (await claimsOf(options))?.roles ?? [];
  if (roles.includes(permission)) return stillDenied(probe);
  return {
    status: isOptional ? 'warning' : 'failed',
    detail: `Missing, ${purpose}.`,
    remedy: howToGrant(permission),
  };
}

/** The permission is in the token, and the call was denied. */
function stillDenied({ call: { permission }, product }: Probe): CheckResult {
  if (product !== undefined) {
    return {
      status: 'failed',
      detail: `Granted, but Microsoft Graph still denies the call: the tenant may lack ${product}.`,
      remedy: `Check that the tenant has ${product}; a new grant takes effect after some minutes.`,
    };
  }
  const others =
    permission === lookUpNobody.permission ? '' : ` It needs ${lookUpNobody.permission} as well.`;
  return {
    status: 'failed',
    detail: `Granted, but Microsoft Graph still denies the call.${others}`,
    remedy: 'Wait some minutes: a new grant takes effect with a delay.',
  };
}

function toTheIdentity(permission: string): string {
  return `Grant the application permission ${permission} of Microsoft Graph to the identity.`;
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
