import { limitUser } from '../../core/ids';
import type { LimitState } from '../../core/limit';
import { countUser } from '../../core/limit';
import type { LimitStore, LimitUse } from '../../ports/ledger';

/** The limit's count in memory. */
export function inMemoryLimit(): LimitStore {
  const states = new Map<string, LimitState>();
  const count = ({ tenantId, userId, brake, now }: LimitUse) => {
    const state = states.get(tenantId.toLowerCase()) ?? { counted: [] };
    return countUser(state, limitUser(tenantId, userId), brake, now);
  };
  return {
    tryCount: (use) => {
      const { answer, next } = count(use);
      if (next) states.set(use.tenantId.toLowerCase(), next);
      return Promise.resolve(answer);
    },
    hasCapacity: (use) => Promise.resolve(count(use).answer.kind === 'counted'),
  };
}
