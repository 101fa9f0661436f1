import { setImmediate } from 'node:timers/promises';
import { limitKey } from '../../core/ids';
import type { LimitState, LimitStep } from '../../core/limit';
import { confirmPlace, countedUsers, releasePlace, reservePlace } from '../../core/limit';
import type { Brake } from '../../core/policy';
import type { LimitStore, LimitUse } from '../../ports/ledger';
import { putNewest } from '../../core/put-newest';
import { placeRequest } from './place-request';
import type { TableEntities } from './table-entities';
import type { TenantCount } from './tenant-count';
import { tenantCount } from './tenant-count';

/**
 * So much less, in ms, may have passed between two answers than their times say: a `Date` has whole seconds (RFC 9110,
 * section 5.6.7), and the servers of a store, which keep it for a moment, differ by less than another second.
 */
const MAX_OVERSTATED_MS = 2000;

/** The limit's count as one entity per tenant. Tenants do not wait for each other. */
export function tableLimit(entities: TableEntities): LimitStore {
  const { time } = entities;
  const counts = new Map<string, TenantCount>();
  const countOf = ({ tenantId }: Pick<LimitUse, 'tenantId'>): TenantCount => {
    const key = limitKey(tenantId);
    const count = counts.get(key.partition) ?? tenantCount(entities, key);
    putNewest(counts, key.partition, count);
    return count;
  };
  return {
    async reserve(use) {
      const apply = (state: LimitState, now: Date): LimitStep => reserved(use, state, now);
      const { answer } = await countOf(use).take({ apply, fallback: use.now });
      if (!answer) throw new Error('A place was asked for, and nothing was answered.');
      return answer;
    },
    async preview(use) {
      const state = await countOf(use).read();
      return reserved(use, state, new Date(time.latest() ?? use.now)).answer;
    },
    async count(use) {
      const state = await countOf(use).read();
      return countedUsers(state, windowOf(use), new Date(time.latest() ?? use.now));
    },
    async confirm(use) {
      const notBefore = time.mark();
      // What the caller does beside this asks the store as well, and its answer says the time.
      await setImmediate();
      await time.ended(notBefore);
      const apply = (state: LimitState, now: Date) => ({ next: confirmPlace(state, placeRequest(use), now) });
      await countOf(use).take({ apply, notBefore, fallback: use.now });
    },
    async release(use) {
      const apply = (state: LimitState) => ({ next: releasePlace(state, placeRequest(use)) });
      await countOf(use).take({ apply, fallback: use.now });
    },
  };
}

/** With a window that is never shorter than the brake's by any other clock. */
function reserved(use: LimitUse, state: LimitState, now: Date): LimitStep {
  return reservePlace(state, placeRequest(use), windowOf(use), now);
}

function windowOf({ brake }: Pick<LimitUse, 'brake'>): Brake {
  return { ...brake, windowMs: brake.windowMs + MAX_OVERSTATED_MS };
}
