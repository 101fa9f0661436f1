import { putNewest } from '../core/put-newest';
import type { Clock } from '../ports/clock';

/** What a caller may use at once, and how much of it comes back in a second; what a call costs is in the table of endpoints. */
const CAPACITY = 120;
const PER_SECOND = 2;

/** Takes the cost of a call from the caller's allowance. Returns in how many s it would suffice; 0: it does, and was taken. */
export type CallerLimit = (caller: string, cost: number) => number;

/** Bounds how often each caller calls this process, so that one who calls too often slows down nobody else. */
export function callerLimit({ monotonicMs }: Pick<Clock, 'monotonicMs'>): CallerLimit {
  const used = new Map<string, { readonly used: number; readonly at: number }>();
  return (caller, cost) => {
    const now = monotonicMs();
    const before = used.get(caller) ?? { used: 0, at: now };
    const inUse = Math.max(0, before.used - ((now - before.at) / 1000) * PER_SECOND);
    const isAllowed = inUse + cost <= CAPACITY;
    putNewest(used, caller, { used: isAllowed ? inUse + cost : inUse, at: now });
    return isAllowed ? 0 : Math.ceil((inUse + cost - CAPACITY) / PER_SECOND);
  };
}
