import type { Denial } from '../core/denial';
import { detail } from '../core/detail';
import type { BackendFailure } from '../core/backend-failure';
import type { Speaking } from '../core/tenant-of-request';
import type { Directory } from '../ports/directory';
import type { Answer } from './answer';
import { answerUsers } from './answer-users';
import { denyUser } from './deny-user';
import type { Dependencies } from './dependencies';
import type { RequestTenant } from './tenant-dependencies';
import { chooseTenant, dependenciesIn } from './tenant-dependencies';
import type { RequestWork } from './work';

/** The tenant of what was read before. */
export type TenantChosenBefore =
  | RequestTenant
  /** Another tenant would be chosen now, or none: what has waited ends in its own, and nobody is revoked. */
  | { readonly kind: 'left'; readonly dependencies: Dependencies; readonly denial: Denial };

/**
 * The tenant that was chosen at the first reading, if it would be chosen now. No other one is acted in, whatever connections
 * have changed.
 *
 * @param before undefined when the request was denied: so it is then
 * @throws Unavailable when the connections cannot be read
 */
export async function chosenBefore(
  home: Dependencies,
  speaking: Speaking,
  before: string | undefined,
): Promise<TenantChosenBefore> {
  const now = await chooseTenant(home, speaking);
  const changed = detail('tenantChanged', { sender: speaking.sender });
  if (before === undefined) return now.kind === 'denied' ? now : { kind: 'denied', detail: changed };
  if (now.kind === 'tenant' && now.dependencies.policy.tenantId === before) return now;
  const isDisconnected = now.kind === 'denied' && now.disconnected === before;
  return {
    kind: 'left',
    dependencies: (await dependenciesIn(home, before)) ?? ofDisconnected(home, before),
    denial: isDisconnected
      ? disconnectedDenial(before)
      : { rule: 'tenant-has-not-changed', status: 'failed', detail: changed },
  };
}

/** What the outcomes of a tenant that was disconnected are recorded with. Nobody acts there, and nobody is looked up. */
export function ofDisconnected(home: Dependencies, tenantId: string): Dependencies {
  return { ...home, policy: { ...home.policy, tenantId }, directory: unreachableDirectory(tenantId) };
}

/** A directory that may not be asked any more: what has waited may have an interrupted call, which cannot be read back. */
function unreachableDirectory(tenantId: string): Directory {
  const failure: BackendFailure = { kind: 'forbidden', detail: detail('tenantDisconnected', { tenantId }) };
  return {
    find: () => Promise.resolve({ kind: 'lookupFailed', failure }),
    deletedAt: () => Promise.resolve(undefined),
    memberships: () => Promise.resolve({ kind: 'unreadable', failure }),
    exists: () => Promise.resolve({ kind: 'unreadable', failure }),
    sessionsValidFrom: () => Promise.resolve({ kind: 'failed', failure }),
  };
}

/** What ends where a tenant was disconnected meanwhile. */
export function disconnectedDenial(tenantId: string): Denial {
  return {
    rule: 'tenant-is-connected',
    status: 'failed',
    detail: detail('tenantDisconnected', { tenantId }),
  };
}

/**
 * Ends a request that has waited for a tenant that is chosen no longer: an outcome that is recorded stays, users without
 * one get `failed`, and methods that are pending end. Nobody is revoked.
 *
 * @param dependencies those of its tenant
 */
export function endWaiting(
  dependencies: Dependencies,
  request: RequestWork,
  denial: Denial,
): Promise<readonly Answer[]> {
  return answerUsers(dependencies, {
    request,
    users: request.request.users,
    answer: (reference) => denyUser(dependencies, request, reference, { denial }),
    isEnding: true,
  });
}
