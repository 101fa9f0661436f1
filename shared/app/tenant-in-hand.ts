/** Messages that a process works on at a time: those that the host gives to a trigger (`maxConcurrentCalls`). */
export const SLOTS = 32;
/** A tenant that has answered lately may hold so many of them, however few are free. */
export const PROVEN_SHARE = 16;
/** It may also hold so many for each that is free: three quarters of all while nobody else needs one. */
const PROVEN_PER_FREE = 3;
const PROVEN_FOR_MS = 60_000;
/** So many requests may at a time find out whether their tenant answers; the other slots are for tenants that do. */
export const MAX_PROBES = 24;
/** So long after a probe was begun, others wait for what it finds out. */
export const PROBE_MS = 1_000;
/** A tenant in which nothing has been answered for so many ms, while requests are in hand, stalls. */
export const STALLED_AFTER_MS = 5_000;
/** After a request that ended without an answer, a tenant that stalls is left alone for so many times its time. */
const REST = 7;
/** Requests that find their tenant full come back after this time, one by one, at twice the pace of Graph's documented limit. */
const BACK_AFTER_MS = 2_000;
const BACK_EVERY_MS = 25;

/** The requests in hand in one tenant; times are of the monotonic clock. */
export interface InHand {
  /** When each was begun, the oldest first. */
  readonly begun: Map<object, number>;
  /** Those that wait in place to be begun. */
  waiting: number;
  answeredAt: number;
  /** When the last of those comes back that found the tenant full. */
  backAt: number;
  /** Set while the tenant stalls: from then on one request at a time is admitted. */
  restsUntil?: number;
}

/** The requests in hand in all tenants. */
export interface AllInHand {
  /** Those that wait included. */
  taken: number;
  /** Those that find out whether their tenant answers. */
  readonly probes: Set<object>;
  /** When the last of these was begun. */
  probedAt: number;
}

/** Why a request is not admitted, and when it may be tried again. */
export interface Denied {
  readonly kind: 'full' | 'stalled';
  readonly retryAfterMs: number;
}

export function nothingInHand(): InHand {
  return { begun: new Map(), waiting: 0, answeredAt: -Infinity, backAt: -Infinity };
}

/** Whether the tenant has answered within the last minute. */
export function isProven({ answeredAt }: InHand, now: number): boolean {
  return now - answeredAt < PROVEN_FOR_MS;
}

/** Why a request is to be scheduled as soon as it comes. */
export function denialOf(tenant: InHand, { taken }: AllInHand, now: number): Denied | undefined {
  const { begun, waiting, answeredAt, restsUntil } = tenant;
  if (restsUntil !== undefined) {
    const retryAfterMs = Math.max(0, restsUntil - now);
    return retryAfterMs > 0 || begun.size > 0 ? { kind: 'stalled', retryAfterMs } : undefined;
  }
  const [oldest = now] = begun.values();
  if (now - Math.max(oldest, answeredAt) >= STALLED_AFTER_MS) return { kind: 'stalled', retryAfterMs: 0 };
  return begun.size + waiting < shareOf(tenant, now, SLOTS - taken) ? undefined : full(tenant, now);
}

/**
 * How many slots a tenant may hold, with what waits. One that has not answered lately may hold one for each that is free. Of one
 * that has none the first request has a place: its message holds a slot already.
 */
function shareOf(tenant: InHand, now: number, free: number): number {
  return isProven(tenant, now) ? Math.max(PROVEN_SHARE, PROVEN_PER_FREE * free) : Math.max(1, free);
}

/** The request comes back, after those that have found the tenant full before. */
export function full(tenant: InHand, now: number): Denied {
  tenant.backAt = Math.max(tenant.backAt + BACK_EVERY_MS, now + BACK_AFTER_MS);
  return { kind: 'full', retryAfterMs: tenant.backAt - now };
}

/** Whether a request of a tenant that has a place for it may be begun. In a tenant that has not answered lately, one is at a time. */
export function mayBegin(tenant: InHand, { probes }: AllInHand, now: number): boolean {
  return isProven(tenant, now) || (tenant.begun.size === 0 && probes.size < MAX_PROBES);
}

/** For how long one that may not is to wait in place, in ms: not for what has had no answer for as long. */
export function waitMs({ begun }: InHand, { probedAt }: AllInHand, now: number): number {
  const [begunAt = probedAt] = begun.values();
  return begunAt + PROBE_MS - now;
}

/** Lets a tenant rest if nothing was answered in it since the request was begun. */
export function noteEnd(tenant: InHand, begunAt: number, now: number): void {
  const { answeredAt, restsUntil } = tenant;
  const heldMs = now - begunAt;
  if (answeredAt >= begunAt || (restsUntil === undefined && heldMs < STALLED_AFTER_MS)) return;
  tenant.restsUntil = Math.max(restsUntil ?? 0, now + REST * heldMs);
}
