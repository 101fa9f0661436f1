/** A backend that asks for more is asked again after this time, in ms: no request waits as long. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) in ms: seconds, an HTTP date, and the fractions of a second
 * that Graph sends as well; a day at the most. Undefined when absent or unreadable.
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS);
  // An HTTP date begins with the name of a day; `Date.parse` alone would read "-5" as a year.
  const instant = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) return undefined;
  return Math.min(Math.max(0, instant - now.getTime()), MAX_RETRY_AFTER_MS);
}
