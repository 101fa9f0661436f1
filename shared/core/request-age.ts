import type { RevocationRequest } from './request';

/** How old a request is, and how often it was tried. */
export interface RequestAge {
  /** The time from which its age counts: when it was first enqueued, or when a person refreshed it. */
  readonly since: Date;
  /** Earlier tries, each of which ended with a scheduled copy. */
  readonly attempts: number;
  /** When the broker received its first message; absent: it did not say. */
  readonly enqueuedAt?: Date;
  /** The alert has times, and none of them can be read. */
  readonly isUnknown?: boolean;
}

/** The time of an alert that does not say when it was raised. */
export type UncertainTime =
  /** None of the times of the alert can be read. */
  | { readonly kind: 'unknown' }
  /** It names no time zone. `at` is RFC 3339, as if it were in UTC. */
  | { readonly kind: 'withoutZone'; readonly at: string };

/** Clocks differ by so much, in ms, and no more. */
export const SKEW_MS = 5 * 60_000;
/** No time zone differs from UTC by more than this, in ms. */
const MAX_ZONE_MS = 14 * 3_600_000;

/**
 * A request with the time of its alert, if that is certain enough to deny the request by it. A time without a zone is
 * not, as long as there is a zone in which the alert is fresh: the request is then as old as its message.
 */
export function withCertainTime(
  request: RevocationRequest,
  time: UncertainTime | undefined,
  { now, maxAgeMs }: { readonly now: Date; readonly maxAgeMs: number },
): RevocationRequest {
  if (time?.kind !== 'withoutZone') return request;
  const ageMs = now.getTime() - Date.parse(time.at);
  const isFreshInSomeZone = ageMs >= -MAX_ZONE_MS - SKEW_MS && ageMs <= maxAgeMs + MAX_ZONE_MS;
  return isFreshInSomeZone ? request : { ...request, alert: { ...request.alert, createdAt: time.at } };
}
