import { parseRetryAfter } from '../http/retry-after';

/** The result of one attempt, as far as a retry depends on it. */
export type Attempt =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** No answer: a broken connection, a time-out, or no token. */
  | { readonly kind: 'noAnswer' }
  /** It was not sent, and will not be. */
  | { readonly kind: 'notSent' };

/** The limits of the retries of one call. */
export interface RetryBudget {
  /** From the first attempt to the start of the last. */
  readonly totalMs: number;
  readonly attempts: number;
  /** One attempt may take this long, its answer's body included. */
  readonly attemptMs: number;
  /** The wait after the first attempt if the backend asks for none; doubled after each further attempt. */
  readonly firstDelayMs: number;
  /** If the backend asks for a longer wait, there is no retry. */
  readonly maxDelayMs: number;
  /** An attempt waits for its turn of the pace for so long. */
  readonly maxTurnMs: number;
}

/** 401 among them: a token that was valid can be denied for a while, and its successor be accepted. */
const RETRIABLE = new Set([401, 408, 429, 500, 502, 503, 504]);

/**
 * How long to wait, in ms, before the next attempt; undefined when there is no retry. The wait
 * is never shorter than `Retry-After`. Jitter prevents many clients from retrying at the same instant.
 *
 * @param random in [0, 1)
 */
export function retryDelay(
  attempt: Attempt,
  progress: { readonly attempts: number; readonly elapsedMs: number; readonly now: Date },
  budget: RetryBudget,
  random: number,
): number | undefined {
  if (attempt.kind === 'notSent') return undefined;
  if (attempt.kind === 'status' && !RETRIABLE.has(attempt.status)) return undefined;
  if (progress.attempts >= budget.attempts) return undefined;
  const asked = attempt.kind === 'status' ? parseRetryAfter(attempt.retryAfter, progress.now) : undefined;
  if (asked !== undefined && asked > budget.maxDelayMs) return undefined;
  const delay =
    asked === undefined
      ? budget.firstDelayMs * 2 ** (progress.attempts - 1) * (0.5 + random / 2)
      : asked + random * Math.min(asked / 10, 1000);
  return progress.elapsedMs + delay > budget.totalMs ? undefined : delay;
}
