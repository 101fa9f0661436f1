import type { RequestRule } from './request-rules';

/**
 * A request that nobody got to in time must not lock anyone out tomorrow; one that was tried until then has
 * failed.
 */
export const requestIsFresh: RequestRule = {
  name: 'request-is-fresh',
  objection: ({ arrival: { since, attempts }, policy, now }) => {
    if (now.getTime() - since.getTime() <= policy.maxRequestAgeMs) return undefined;
    const limit = `${String(policy.maxRequestAgeMs / 60_000)} min`;
    const detail = `The request is of ${since.toISOString()}, which is longer ago than policy allows (${limit}).`;
    return attempts === 0
      ? { status: 'expired', detail }
      : { status: 'failed', detail: `${detail} It was tried ${String(attempts)} times.` };
  },
};
