import type { RequestAge } from './request-age';
import type { BackendFailure, BackendFailureKind } from './backend-failure';
import type { Policy } from './policy';

/** The wait after the first try, in ms; doubled after each further one. */
const FIRST_WAIT_MS = 15_000;
/** Tries are at most so far apart, in ms, unless the backend itself asks for more. */
export const MAX_WAIT_MS = 300_000;

/** Failures that may pass by themselves; all others need a person. */
const TRANSIENT: ReadonlySet<BackendFailureKind> = new Set([
  'throttled',
  'unavailable',
  'noToken',
  'unauthorized',
  'leaseEnded',
]);

/** Whether a failure may pass by waiting. */
export function isTransient({ kind }: BackendFailure): boolean {
  return TRANSIENT.has(kind);
}

/**
 * When a request whose backend failed is tried again; undefined when it is not: the failure does not pass by waiting, or
 * the request would be too old by then.
 *
 * @param random in [0, 1)
 */
export function retryAt(
  failure: BackendFailure,
  age: RequestAge,
  { policy, now, random }: { readonly policy: Policy; readonly now: Date; readonly random: number },
): Date | undefined {
  if (!isTransient(failure)) return undefined;
  const at = now.getTime() + Math.max(backoffMs(age.attempts, random), failure.retryAfterMs ?? 0);
  return at > age.since.getTime() + policy.maxRequestAgeMs ? undefined : new Date(at);
}

/**
 * How long to wait, in ms, after so many earlier tries: exponential, with jitter, so that requests that failed together
 * are not retried together.
 *
 * @param random in [0, 1)
 */
export function backoffMs(attempts: number, random: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** attempts, MAX_WAIT_MS) * (0.75 + random / 4);
}
