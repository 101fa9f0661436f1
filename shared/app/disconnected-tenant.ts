import type { Denial } from '../core/denial';
import { detail } from '../core/detail';
import type { Answer } from './answer';
import { denyUser } from './deny-user';
import type { Dependencies } from './dependencies';
import { MAX_PARALLEL_USERS, inParallel } from './in-parallel';
import type { RequestWork } from './work';

/** What the outcomes of a tenant that was disconnected are recorded with. Nobody acts there. */
export function ofDisconnected(home: Dependencies, tenantId: string): Dependencies {
  return { ...home, policy: { ...home.policy, tenantId } };
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
 * Ends a request that has waited for a tenant that was disconnected meanwhile: an outcome that is recorded stays, users without
 * one get `failed`, and methods that are pending end. Nobody is revoked.
 *
 * @param dependencies those of `ofDisconnected`
 */
export function endWaiting(dependencies: Dependencies, work: RequestWork): Promise<readonly Answer[]> {
  const denial = disconnectedDenial(dependencies.policy.tenantId);
  return inParallel(work.request.users, MAX_PARALLEL_USERS, (reference) =>
    denyUser(dependencies, work, reference, { denial }),
  );
}
