import type { Clock } from '../ports/clock';
import type { AllInHand, Denied, InHand } from './tenant-in-hand';
import { denialOf, full, isProven, mayBegin, noteEnd, nothingInHand, waitMs } from './tenant-in-hand';

/** Whether a request may be begun in a tenant. */
export type Admission =
  | {
      readonly kind: 'admitted';
      /** Notes that a user was answered. */
      readonly answered: () => void;
      readonly leave: () => void;
    }
  | Denied;

/**
 * Admits requests, each by its tenant, some after a short wait; the methods of a tenant that are called again count as a tenant of
 * their own.
 */
export type Bulkhead = (tenantId: string) => Promise<Admission>;

/** For a process that has one tenant: there is nobody to keep free for. */
export const unbounded: Bulkhead = () =>
  Promise.resolve({ kind: 'admitted', answered: () => undefined, leave: () => undefined });

/** All tenants of a process. */
interface Process extends AllInHand {
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  /** Resolves when a user was answered or a request has ended: what waits in place then looks whether it may begin. */
  change: PromiseWithResolvers<void>;
}

/**
 * Keeps the tenants of a process apart: one with many requests has a part of the process; in one that has not answered lately, one
 * request finds out whether it does, while others wait in place for a moment; and one that stalls (it hangs, throttles, or
 * fails slowly) has at most one request in hand, an eighth of the time.
 *
 * How many slots a tenant may hold depends on how many are free, so that one with many requests leaves some to the others.
 */
export function bulkhead(clock: Pick<Clock, 'monotonicMs' | 'sleep'>): Bulkhead {
  const tenants = new Map<string, InHand>();
  const process: Process = {
    clock,
    taken: 0,
    probes: new Set(),
    probedAt: -Infinity,
    change: Promise.withResolvers(),
  };
  return async (tenantId) => {
    const tenant = tenants.get(tenantId) ?? nothingInHand();
    tenants.set(tenantId, tenant);
    const now = clock.monotonicMs();
    const denied = denialOf(tenant, process, now);
    if (denied) return denied;
    if (mayBegin(tenant, process, now)) return begin(tenant, process);
    const ms = waitMs(tenant, process, now);
    return ms > 0 ? waitInPlace(tenant, process, ms) : full(tenant, now);
  };
}

async function waitInPlace(tenant: InHand, process: Process, ms: number): Promise<Admission> {
  const { clock } = process;
  const over = clock.sleep(ms).then(() => 'over' as const);
  tenant.waiting++;
  process.taken++;
  let woken: 'over' | void;
  do woken = await Promise.race([process.change.promise, over]);
  while (woken !== 'over' && !mayBegin(tenant, process, clock.monotonicMs()));
  tenant.waiting--;
  process.taken--;
  const now = clock.monotonicMs();
  // In the same moment as the look: of two that wake, only one may begin.
  return mayBegin(tenant, process, now) ? begin(tenant, process) : full(tenant, now);
}

function begin(tenant: InHand, process: Process): Admission {
  const { clock, probes } = process;
  const request = {};
  const begunAt = clock.monotonicMs();
  tenant.begun.set(request, begunAt);
  process.taken++;
  if (!isProven(tenant, begunAt)) {
    probes.add(request);
    process.probedAt = begunAt;
  }
  return {
    kind: 'admitted',
    answered: () => {
      tenant.answeredAt = clock.monotonicMs();
      delete tenant.restsUntil;
      for (const one of tenant.begun.keys()) probes.delete(one);
      wake(process);
    },
    leave: () => {
      tenant.begun.delete(request);
      probes.delete(request);
      process.taken--;
      noteEnd(tenant, begunAt, clock.monotonicMs());
      wake(process);
    },
  };
}

function wake(process: Process): void {
  process.change.resolve();
  process.change = Promise.withResolvers();
}
