import type { Clock } from '../ports/clock';

/** Requests of one tenant that a process works on at a time: half of the messages that the host gives to a trigger. */
export const MAX_IN_HAND = 16;
/** As long as nothing was answered in a tenant lately, it may just as well hang. */
export const MAX_UNPROVEN = 1;
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

/** Admits requests, each by its tenant. */
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
 */
export function bulkhead(clock: Pick<Clock, 'monotonicMs'>): Bulkhead {
  const tenants = new Map<string, InHand>();
  return (tenantId) => {
    const now = clock.monotonicMs();
    const tenant = tenants.get(tenantId) ?? unknownTenant();
    tenants.set(tenantId, tenant);
    const denied = denialOf(tenant, now);
    if (denied) return denied;
    const request = {};
    tenant.begun.set(request, now);
    return {
      kind: 'admitted',
      answered: () => {
        tenant.answeredAt = clock.monotonicMs();
        delete tenant.restsUntil;
      },
      leave: () => {
        tenant.begun.delete(request);
        noteEnd(tenant, now, clock.monotonicMs());
      },
    };
  };
}

function unknownTenant(): InHand {
  return { begun: new Map(), answeredAt: -Infinity, backAt: -Infinity };
}

function denialOf(tenant: InHand, now: number): Admission | undefined {
  const { begun, answeredAt, restsUntil } = tenant;
  if (restsUntil !== undefined) {
    const retryAfterMs = Math.max(0, restsUntil - now);
    return retryAfterMs > 0 || begun.size > 0 ? { kind: 'stalled', retryAfterMs } : undefined;
  }
  const [oldest = now] = begun.values();
  if (now - Math.max(oldest, answeredAt) >= STALLED_AFTER_MS) return { kind: 'stalled', retryAfterMs: 0 };
  const isProven = now - answeredAt < PROVEN_FOR_MS;
  if (begun.size < (isProven ? MAX_IN_HAND : MAX_UNPROVEN)) return undefined;
  tenant.backAt = Math.max(tenant.backAt + BACK_EVERY_MS, now + BACK_AFTER_MS);
  return { kind: 'full', retryAfterMs: tenant.backAt - now };
}

/** Lets a tenant rest if nothing was answered in it since the request was begun. */
function noteEnd(tenant: InHand, begunAt: number, now: number): void {
  const { answeredAt, restsUntil } = tenant;
  const heldMs = now - begunAt;
  if (answeredAt >= begunAt || (restsUntil === undefined && heldMs < STALLED_AFTER_MS)) return;
  tenant.restsUntil = Math.max(restsUntil ?? 0, now + REST * heldMs);
}
