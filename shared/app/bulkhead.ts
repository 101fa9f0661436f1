import type { Clock } from '../ports/clock';

/** Messages that a process works on at a time: those that the host gives to a trigger (`maxConcurrentCalls`). */
export const SLOTS = 32;
/** A tenant that has answered lately may hold so many of them, however few are free. */
export const PROVEN_SHARE = 16;
/** It may also hold so many for each that is free: three quarters of all while nobody else needs one. */
const PROVEN_PER_FREE = 3;
/** Any other tenant holds one for so many that are free: a quarter of all when it is alone. It may just as well hang. */
const FREE_PER_UNPROVEN = 3;
const PROVEN_FOR_MS = 60_000;
/** A tenant in which nothing has been answered for so many ms, while requests are in hand, stalls. */
export const STALLED_AFTER_MS = 5_000;
/** After a request that ended without an answer, a tenant that stalls is left alone for so many times its time. */
const REST = 7;
/** Requests that find their tenant full come back after this time, one by one, at twice the pace of Graph's documented limit. */
const BACK_AFTER_MS = 2_000;
const BACK_EVERY_MS = 25;

/** Whether a request may be begun in a tenant. */
export type Admission =
  | {
      readonly kind: 'admitted';
      /** Notes that a user was answered. */
      readonly answered: () => void;
      readonly leave: () => void;
    }
  | { readonly kind: 'full' | 'stalled'; readonly retryAfterMs: number };

/** Admits requests, each by its tenant; the methods of a tenant that are called again count as a tenant of their own. */
export type Bulkhead = (tenantId: string) => Admission;

/** The requests in hand in one tenant; times are of the monotonic clock. */
interface InHand {
  /** When each was begun, the oldest first. */
  readonly begun: Map<object, number>;
  answeredAt: number;
  /** When the last of those comes back that found the tenant full. */
  backAt: number;
  /** Set while the tenant stalls: from then on one request at a time is admitted. */
  restsUntil?: number;
}

/** For a process that has one tenant: there is nobody to keep free for. */
export const unbounded: Bulkhead = () => ({
  kind: 'admitted',
  answered: () => undefined,
  leave: () => undefined,
});

/**
 * Keeps the tenants of a process apart: one with many requests has a part of the process, and one that stalls (it hangs,
 * throttles, or fails slowly) has at most one request in hand, an eighth of the time.
 *
 * How many slots a tenant may hold depends on how many are free, so that several tenants that hang still leave some to the
 * others. A tenant that does not stall has a request scheduled away only while it holds its share.
 */
export function bulkhead(clock: Pick<Clock, 'monotonicMs'>): Bulkhead {
  const tenants = new Map<string, InHand>();
  let taken = 0;
  return (tenantId) => {
    const now = clock.monotonicMs();
    const tenant = tenants.get(tenantId) ?? unknownTenant();
    tenants.set(tenantId, tenant);
    const denied = denialOf(tenant, now, SLOTS - taken);
    if (denied) return denied;
    const request = {};
    tenant.begun.set(request, now);
    taken++;
    return {
      kind: 'admitted',
      answered: () => {
        tenant.answeredAt = clock.monotonicMs();
        delete tenant.restsUntil;
      },
      leave: () => {
        tenant.begun.delete(request);
        taken--;
        noteEnd(tenant, now, clock.monotonicMs());
      },
    };
  };
}

function unknownTenant(): InHand {
  return { begun: new Map(), answeredAt: -Infinity, backAt: -Infinity };
}

function denialOf(tenant: InHand, now: number, free: number): Admission | undefined {
  const { begun, answeredAt, restsUntil } = tenant;
  if (restsUntil !== undefined) {
    const retryAfterMs = Math.max(0, restsUntil - now);
    return retryAfterMs > 0 || begun.size > 0 ? { kind: 'stalled', retryAfterMs } : undefined;
  }
  const [oldest = now] = begun.values();
  if (now - Math.max(oldest, answeredAt) >= STALLED_AFTER_MS) return { kind: 'stalled', retryAfterMs: 0 };
  if (begun.size < shareOf(tenant, now, free)) return undefined;
  tenant.backAt = Math.max(tenant.backAt + BACK_EVERY_MS, now + BACK_AFTER_MS);
  return { kind: 'full', retryAfterMs: tenant.backAt - now };
}

/** How many slots a tenant may hold. Of one that has none the first request is admitted: its message holds a slot already. */
function shareOf({ answeredAt }: InHand, now: number, free: number): number {
  return now - answeredAt < PROVEN_FOR_MS
    ? Math.max(PROVEN_SHARE, PROVEN_PER_FREE * free)
    : Math.max(1, Math.floor(free / FREE_PER_UNPROVEN));
}

/** Lets a tenant rest if nothing was answered in it since the request was begun. */
function noteEnd(tenant: InHand, begunAt: number, now: number): void {
  const { answeredAt, restsUntil } = tenant;
  const heldMs = now - begunAt;
  if (answeredAt >= begunAt || (restsUntil === undefined && heldMs < STALLED_AFTER_MS)) return;
  tenant.restsUntil = Math.max(restsUntil ?? 0, now + REST * heldMs);
}
