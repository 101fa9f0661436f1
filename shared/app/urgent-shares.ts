import type { UrgentPolicy } from '../core/policy';
import type { Clock } from '../ports/clock';

/** A request that is urgent. */
export interface UrgentUse {
  /** What it is counted under: a tenant and a source. */
  readonly source: string;
  /** The same for every delivery of the request: it is counted once. */
  readonly request: string;
  readonly users: number;
  readonly limit: Pick<UrgentPolicy, 'users' | 'windowMs'>;
}

/** Counts an urgent request unless its source has had its share; false: the request is done as an ordinary one. */
export type UrgentShares = (use: UrgentUse) => boolean;

/** The urgent requests of one source within its window, the oldest first. */
interface Counted {
  readonly requests: Map<string, { readonly at: number; readonly users: number }>;
  users: number;
}

/** Counts the urgent users of each source in a sliding window, in the memory of this process. */
export function urgentShares(clock: Pick<Clock, 'monotonicMs'>): UrgentShares {
  const sources = new Map<string, Counted>();
  return ({ source, request, users, limit }) => {
    const now = clock.monotonicMs();
    const counted: Counted = sources.get(source) ?? { requests: new Map(), users: 0 };
    for (const [id, one] of counted.requests) {
      if (now - one.at < limit.windowMs) break;
      counted.requests.delete(id);
      counted.users -= one.users;
    }
    if (counted.requests.has(request)) return true;
    if (counted.users + users > limit.users) return false;
    counted.requests.set(request, { at: now, users });
    counted.users += users;
    sources.set(source, counted);
    return true;
  };
}
