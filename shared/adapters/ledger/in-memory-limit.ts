import type { LimitState } from '../../core/limit';
import { confirmPlace, countedUsers, releasePlace, reservePlace } from '../../core/limit';
import type { LimitStore, LimitUse } from '../../ports/ledger';
import { placeRequest } from './place-request';

/** The limit's count in memory. */
export function inMemoryLimit(): LimitStore {
  const states = new Map<string, LimitState>();
  const stateOf = ({ tenantId }: Pick<LimitUse, 'tenantId'>): LimitState =>
    states.get(tenantId.toLowerCase()) ?? { counted: [] };
  const store = ({ tenantId }: LimitUse, state: LimitState): void => {
    states.set(tenantId.toLowerCase(), state);
  };
  const reserved = (use: LimitUse) => reservePlace(stateOf(use), placeRequest(use), use.brake, use.now);
  return {
    reserve: (use) => {
      const { answer, next } = reserved(use);
      if (next) store(use, next);
      return Promise.resolve(answer);
    },
    preview: (use) => Promise.resolve(reserved(use).answer),
    count: (use) => Promise.resolve(countedUsers(stateOf(use), use.brake, use.now)),
    confirm: (use) => {
      store(use, confirmPlace(stateOf(use), placeRequest(use), use.now));
      return Promise.resolve();
    },
    release: (use) => {
      store(use, releasePlace(stateOf(use), placeRequest(use)));
      return Promise.resolve();
    },
  };
}
