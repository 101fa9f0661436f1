import type { GraphRequest, GraphResponse } from './graph-api';

/** A token bucket: a number of calls at once, and the same number per window ("Microsoft Graph throttling"). */
export interface Quota {
  readonly calls: number;
  readonly windowMs: number;
  /** The `Retry-After` of a throttled call; it may have fractions of a second. */
  readonly retryAfterMs: number;
}

/** Reads and writes have separate quotas. */
export interface Quotas {
  readonly reads?: Quota;
  readonly writes?: Quota;
}

/** Graph's documented limit on writes to users, per app and tenant. */
export const documentedWrites: Quota = { calls: 3000, windowMs: 150_000, retryAfterMs: 1000 };

/** From this use on Graph reports the use in a header. */
const REPORTED_FROM = 0.8;

/** Whether a bucket allows a call. */
export type Allowance =
  | { readonly kind: 'allowed'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly answer: GraphResponse };

/** The buckets of a tenant. */
export class QuotaBuckets {
  readonly #reads: Bucket | undefined;
  readonly #writes: Bucket | undefined;

  constructor({ reads, writes }: Quotas = {}) {
    this.#reads = reads && new Bucket(reads);
    this.#writes = writes && new Bucket(writes);
  }

  take({ method, url }: Pick<GraphRequest, 'method' | 'url'>, nowMs: number): Allowance {
    const isRead = method === 'GET' || url.pathname.endsWith('/checkMemberGroups');
    const bucket = isRead ? this.#reads : this.#writes;
    return bucket?.take(nowMs) ?? { kind: 'allowed', headers: {} };
  }

  /** The number of throttled calls. */
  get refused(): number {
    return (this.#reads?.refused ?? 0) + (this.#writes?.refused ?? 0);
  }
}

class Bucket {
  readonly #quota: Quota;
  #left: number;
  #at = 0;
  refused = 0;

  constructor(quota: Quota) {
    this.#quota = quota;
    this.#left = quota.calls;
  }

  take(nowMs: number): Allowance {
    const { calls, windowMs, retryAfterMs } = this.#quota;
    this.#left = Math.min(calls, this.#left + ((nowMs - this.#at) * calls) / windowMs);
    this.#at = nowMs;
    if (this.#left < 1) {
      this.refused++;
      return { kind: 'refused', answer: throttled(retryAfterMs) };
    }
    this.#left--;
    const used = 1 - this.#left / calls;
    return {
      kind: 'allowed',
      headers: used >= REPORTED_FROM ? { 'x-ms-throttle-limit-percentage': used.toFixed(3) } : {},
    };
  }
}

function throttled(retryAfterMs: number): GraphResponse {
  return {
    status: 429,
    headers: {
      'Retry-After': String(retryAfterMs / 1000),
      'x-ms-throttle-scope': 'Tenant_Application/ReadWrite/local',
    },
    body: { error: { code: 'TooManyRequests', message: 'Too many requests.' } },
  };
}
