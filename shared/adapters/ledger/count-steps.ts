import type { LimitAnswer, LimitState } from '../../core/limit';
import type { StoreTime } from './store-time';

/** A change of a tenant's count. */
export interface CountStep {
  /** Given a state and the time of the store. */
  readonly apply: (state: LimitState, now: Date) => Applied;
  /** A mark of the store's time: the step must not be dated earlier. */
  readonly notBefore?: number;
  /** The time of this machine, for a store that does not say its own. */
  readonly fallback: Date;
}

/** What a step answers, if it asks something, and the state that follows; absent when nothing has changed. */
export interface Applied {
  readonly answer?: LimitAnswer;
  readonly next?: LimitState;
}

/** Applies steps in their order. `next` is the very state if nothing has changed. */
export function applySteps(
  state: LimitState,
  steps: readonly CountStep[],
  time: StoreTime,
): { readonly applied: readonly Applied[]; readonly next: LimitState } {
  let next = state;
  const applied = steps.map((step) => {
    const heardMs = isDated(step, time) ? time.latest() : undefined;
    const taken = step.apply(next, heardMs === undefined ? step.fallback : new Date(heardMs));
    next = taken.next ?? next;
    return taken;
  });
  return { applied, next };
}

/** Whether a time was heard by which a step may be dated. */
export function isDated({ notBefore }: CountStep, time: StoreTime): boolean {
  return notBefore === undefined || time.since(notBefore) !== undefined;
}

export function isRefused({ answer }: Applied): boolean {
  return answer !== undefined && answer.kind !== 'reserved';
}
