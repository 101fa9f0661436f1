import type { TokenCredential } from '@azure/core-auth';
import { createDefaultHttpClient, createPipelineRequest } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { writeDetail } from '../core/detail';
import type { AskedMemberships } from '../core/policy';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Clock } from '../ports/clock';
import type { GraphCall, GraphClient } from '../adapters/graph/graph-client';
import { GROUPS_A_CALL, GROUPS_PERMISSION, ROLES_PERMISSION } from '../adapters/graph/graph-memberships';

export interface GraphChecksOptions {
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly tenantId: string;
  /** What the policy looks at; absent: no groups and no roles. */
  readonly asked: AskedMemberships | undefined;
}

/** Nobody has this id: what is asked of it is refused or answered "no such user", and does nothing. */
const NOBODY = '/users/00000000-0000-0000-0000-000000000000';

/** What a permission is for, and a harmless call that only who has it may make. */
interface Probe {
  readonly purpose: string;
  readonly call: GraphCall;
  /** Without it something is less exact, and nothing fails. */
  readonly isOptional?: true;
}

/** Gets a token and opens the connection, if nothing else. */
export const lookUpNobody: GraphCall = {
  method: 'GET',
  path: `${NOBODY}?$select=id`,
  permission: 'User.Read.All',
};

const READ_USERS: Probe = {
  purpose: 'to look users up, and to prove that they were signed out',
  call: lookUpNobody,
};
const REVOKE: Probe = {
  purpose: 'to sign users out',
  call: {
    method: 'POST',
    path: `${NOBODY}/revokeSignInSessions`,
    permission: 'User.RevokeSessions.All',
  },
};
const READ_ROLES: Probe = {
  purpose: 'to know the directory roles that the policy names',
  call: { method: 'GET', path: '/directoryRoles?$select=id', permission: ROLES_PERMISSION },
};
const READ_APPLICATIONS: Probe = {
  purpose: 'to tell service principals from users that are not there',
  call: {
    method: 'GET',
    path: '/servicePrincipals/00000000-0000-0000-0000-000000000000?$select=id',
    permission: 'Application.Read.All',
  },
  isOptional: true,
};
const readGroups = (groups: readonly string[]): Probe => ({
  purpose: 'to know the groups that the policy names',
  call: {
    method: 'POST',
    path: `${NOBODY}/checkMemberGroups`,
    permission: GROUPS_PERMISSION,
    body: { groupIds: groups.slice(0, GROUPS_A_CALL) },
    isRead: true,
  },
});

/** What Microsoft Graph must grant, by what the token says and by harmless calls; and whether the clocks agree. */
export function graphChecks(options: GraphChecksOptions): readonly HealthCheck[] {
  const { asked } = options;
  const probes = [
    READ_USERS,
    REVOKE,
    ...(asked && asked.groups.length > 0 ? [readGroups(asked.groups)] : []),
    ...(asked?.roles ? [READ_ROLES] : []),
    READ_APPLICATIONS,
  ];
  return [
    { name: 'token', run: () => checkToken(options) },
    ...probes.map((probe) => ({ name: probe.call.permission, run: () => checkPermission(options, probe) })),
    { name: 'clock', run: () => checkClock(options) },
  ];
}

const claims = z.object({
  roles: z.array(z.string()).default([]),
  tid: z.string().optional(),
  scp: z.string().optional(),
});
type Claims = z.infer<typeof claims>;

/** What a token says of itself; undefined when none can be had, or it is in a form that only Graph can read. */
async function claimsOf({ endpoint, credential }: GraphChecksOptions): Promise<Claims | undefined> {
  const token = await credential.getToken(`${endpoint}/.default`);
  const [, payload = ''] = token?.token.split('.') ?? [];
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

async function checkToken(options: GraphChecksOptions): Promise<CheckResult> {
  let said: Claims | undefined;
  try {
    said = await claimsOf(options);
  } catch {
    return {
      status: 'failed',
      detail: 'The identity gives no token for Microsoft Graph.',
      remedy:
        'Assign a managed identity to the app, and its client id to AZURE_CLIENT_ID if it is a user-assigned one.',
    };
  }
  if (said?.tid !== undefined && said.tid.toLowerCase() !== options.tenantId.toLowerCase()) {
    return {
      status: 'failed',
      detail: 'The identity is of another tenant than TENANT_ID.',
      remedy: 'Set TENANT_ID to the tenant of the identity.',
    };
  }
  return said?.scp === undefined
    ? { status: 'ok', detail: 'The identity gives a token for Microsoft Graph.' }
    : {
        status: 'warning',
        detail: 'This is the token of a person, not of the app: what follows is true of that person.',
        remedy: 'Ask the app itself, at /api/health.',
      };
}

async function checkPermission(options: GraphChecksOptions, probe: Probe): Promise<CheckResult> {
  const { purpose, call, isOptional } = probe;
  const { permission } = call;
  const answer = await options.graph(call);
  if (answer.kind !== 'failed') return { status: 'ok', detail: `Granted, ${purpose}.` };
  if (answer.failure.kind !== 'forbidden') {
    return {
      status: 'failed',
      detail: writeDetail(answer.failure.detail),
      remedy: 'Try again when Microsoft Graph answers.',
    };
  }
  const roles = (await claimsOf(options))?.roles ?? [];
  if (roles.includes(permission)) {
    const others =
      permission === lookUpNobody.permission ? '' : ` It needs ${lookUpNobody.permission} as well.`;
    return {
      status: 'failed',
      detail: `Granted, but Microsoft Graph refuses all the same.${others}`,
      remedy: 'A grant takes some minutes to count.',
    };
  }
  return {
    status: isOptional ? 'warning' : 'failed',
    detail: `Missing, ${purpose}.`,
    remedy: `Grant the application permission ${permission} of Microsoft Graph to the identity.`,
  };
}

/** Beyond this, in ms, tokens may be refused, and times of alerts are taken for the future or the past. */
const FAR_MS = 5 * 60_000;
const NOTICEABLE_MS = 30_000;

/** Every answer of an HTTP server tells its time (RFC 9110, section 6.6.1); no token is needed for that. */
async function checkClock({ endpoint, clock }: GraphChecksOptions): Promise<CheckResult> {
  const request = createPipelineRequest({ url: `${endpoint}/v1.0/`, method: 'HEAD', timeout: 10_000 });
  const response = await createDefaultHttpClient().sendRequest(request);
  const theirs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return { status: 'warning', detail: 'Microsoft Graph did not tell the time.' };
  const apartMs = Math.abs(clock.now().getTime() - theirs);
  const detail = `${String(Math.round(apartMs / 1000))} s apart from that of Microsoft Graph.`;
  if (apartMs <= NOTICEABLE_MS) return { status: 'ok', detail };
  const remedy = 'Set the clock of this machine.';
  return { status: apartMs > FAR_MS ? 'failed' : 'warning', detail, remedy };
}
