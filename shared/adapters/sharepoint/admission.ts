import type { BackendFailure } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import { detail } from '../../core/detail';
import type { Clock } from '../../ports/clock';
import { breaker } from './breaker';
import { callBudget } from './call-budget';
import type { CallSlots } from './call-slots';

/**
 * Calls per minute of one application in the smallest tenants: 1,200 resource units, of which a write costs two ("Avoid
 * getting throttled or blocked in SharePoint Online").
 */
const CALLS_PER_MINUTE = 600;
/** One that found no free slot is made again after this time, in ms, at the earliest. */
const FULL_FOR_MS = 2000;
/** A refusal of the application is a matter of permissions, which do not change by the minute. */
const REFUSED_FOR_MS = 3_600_000;

/** Whether SharePoint may be called now. Nobody waits for it. */
export interface Admission {
  /** Takes a call, which ends with `leave`. Else takes none, and returns the failure that is the answer in its place. */
  take(): BackendFailure | undefined;
  leave(): void;
  /** Takes note of the answer to a call: its failure, if it was one. */
  heard(failure: BackendFailure | undefined): void;
  /** How long, in ms, SharePoint has asked not to be called; 0 when it has not. */
  pausedForMs(): number;
}

export function admission(clock: Clock, slots: CallSlots): Admission {
  const budget = callBudget(CALLS_PER_MINUTE, clock);
  const health = breaker(clock);
  let pausedUntil = 0;
  let refused: { readonly failure: BackendFailure; readonly until: number } | undefined;
  const pausedForMs = (): number => Math.max(0, pausedUntil - clock.monotonicMs());
  return {
    pausedForMs,
    take() {
      if (refused && clock.monotonicMs() < refused.until) {
        return {
          kind: 'forbidden',
          detail: detail('sharePointRefusedBefore', { refusal: refused.failure.detail }),
        };
      }
      const paused = pausedForMs();
      if (paused > 0) return notNow('sharePointPaused', paused);
      if (slots.isFull()) return notNow('sharePointPaused', FULL_FOR_MS);
      const broken = health.waitMs();
      if (broken > 0) return notNow('sharePointBroken', broken);
      const used = budget.take();
      if (used > 0) return notNow('sharePointPaused', used);
      slots.take();
      return undefined;
    },
    leave: () => slots.leave(),
    heard(failure) {
      const now = clock.monotonicMs();
      health.heard(failure?.kind === 'unavailable' ? 'failed' : 'answered');
      refused = failure?.kind === 'forbidden' ? { failure, until: now + REFUSED_FOR_MS } : undefined;
      if (failure?.retryAfterMs !== undefined)
        pausedUntil = Math.max(pausedUntil, now + failure.retryAfterMs);
    },
  };
}

function notNow(code: 'sharePointPaused' | 'sharePointBroken', retryAfterMs: number): BackendFailure {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return compact({ kind: 'throttled' as const, detail: detail(code, { seconds }), retryAfterMs });
}
