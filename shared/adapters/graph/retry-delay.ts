/** How one attempt went, as far as trying again depends on it. */
export type Attempt =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** No answer: a broken connection, a time-out, or no token. */
  | { readonly kind: 'noAnswer' };

/** What retrying may cost. All times in ms. */
export interface RetryBudget {
  /** From the first attempt to the start of the last. */
  readonly totalMs: number;
  readonly attempts: number;
  /** One attempt may take this long, its answer's body included. */
  readonly attemptMs: number;
  /** The wait after the first attempt where the backend names none; doubled after each further one. */
  readonly firstDelayMs: number;
  /** A backend that asks for a longer wait than this is not waited for. */
  readonly longestDelayMs: number;
}

const RETRIABLE = new Set([408, 429, 500, 502, 503, 504]);

/**
 * How long to wait, in ms, before the next attempt; undefined when there is to be none. A `Retry-After` is
 * never undercut. Jitter keeps many clients from coming back at the same instant.
 *
 * @param random in [0, 1)
 */
export function retryDelay(
  attempt: Attempt,
  progress: { readonly attempts: number; readonly elapsedMs: number; readonly now: Date },
  budget: RetryBudget,
  random: number,
): number | undefined {
  if (attempt.kind === 'status' && !RETRIABLE.has(attempt.status)) return undefined;
  if (progress.attempts >= budget.attempts) return undefined;
  const asked = attempt.kind === 'status' ? parseRetryAfter(attempt.retryAfter, progress.now) : undefined;
  if (asked !== undefined && asked > budget.longestDelayMs) return undefined;
  const delay =
    asked === undefined
      ? budget.firstDelayMs * 2 ** (progress.attempts - 1) * (0.5 + random / 2)
      : asked + random * Math.min(asked / 10, 1000);
  return progress.elapsedMs + delay > budget.totalMs ? undefined : delay;
}

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) in ms: seconds, an HTTP date, and the fractions of a second
 * that Graph sends as well. Undefined when absent or unreadable.
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Only names of days begin an HTTP date; `Date.parse` alone would take "-5" for a year.
  const instant = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now.getTime());
}
