import type { Quota } from './rates';

/** The calls that were sent since a bucket was empty, less those that it refused. Times are of the monotonic clock. */
export interface SentCalls {
  add(now: number): void;
  /** One of them was refused. */
  takeBack(): void;
  count(now: number): number;
  perSecond(now: number): number;
  /** The bucket is empty. */
  restart(now: number): void;
}

/**
 * Counts calls. A bucket that is full when the first is sent counts as one that was empty a window before. What is older than two
 * windows fades.
 */
export function sentCalls({ windowMs }: Pick<Quota, 'windowMs'>): SentCalls {
  let calls = 0;
  let since: number | undefined;
  const sinceMs = (now: number): number => {
    since ??= now - windowMs;
    const passed = now - since;
    const longest = 2 * windowMs;
    if (passed <= longest) return passed;
    calls *= longest / passed;
    since = now - longest;
    return longest;
  };
  const count = (now: number): number => {
    sinceMs(now);
    return calls;
  };
  return {
    count,
    add: (now) => {
      calls = count(now) + 1;
    },
    takeBack: () => {
      calls = Math.max(0, calls - 1);
    },
    // The call that was refused counts: nobody is ever left without a rate.
    perSecond: (now) => ((count(now) + 1) * 1000) / sinceMs(now),
    restart: (now) => {
      calls = 0;
      since = now;
    },
  };
}
