import type { TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import { isWithoutLicence } from '../adapters/graph/eligible-roles';
import type { GraphCall, GraphClient } from '../adapters/graph/graph-client';
import { writeDetail } from '../core/detail';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** By what a probe is sent, and whose token it is. */
export interface ProbeOptions {
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly graph: GraphClient;
  /** How a missing permission is granted; absent: as it is to the managed identity of the app. */
  readonly howToGrant?: (permission: string) => string;
}

/** No user has this id: a call for it is denied or answered "no such user", and changes nothing. */
export const NOBODY = '/users/00000000-0000-0000-0000-000000000000';

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
export type Claims = z.infer<typeof claims>;

/** The claims of a new token; undefined when only Graph can read its form. Rejects when there is no token. */
export async function claimsOf({
  endpoint,
  credential,
}: Pick<ProbeOptions, 'endpoint' | 'credential'>): Promise<Claims | undefined> {
  const token = await credential.getToken(`${endpoint}/.default`);
  const [, payload = ''] = token?.token.split('.') ?? [];
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

async function checkPermission(options: ProbeOptions, probe: Probe): Promise<CheckResult> {
  const { purpose, call, isOptional, product } = probe;
  const { howToGrant = howToGrantTo('the identity') } = options;
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

/** How a permission is granted to a managed identity, by what it is called. */
export function howToGrantTo(identity: string): (permission: string) => string {
  return (permission) => `Grant the application permission ${permission} of Microsoft Graph to ${identity}.`;
}
