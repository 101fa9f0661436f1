import type { ContainmentPlan } from './containment-policy';
import type { Alert, RevocationRequest } from './request';

/**
 * The longest `maxRequestAge`, in ms. A request that a person sends again may be older, and an alert may state any time:
 * whatever it states, no more is removed.
 */
const MAX_ALERT_AGE_MS = 30 * 86_400_000;

/**
 * When the activity of an alert was first seen, in ms: the earlier of the times at which it says that it was, and at which it was
 * raised. Undefined where none of them can be read.
 */
export function firstSeenOf({
  createdAt,
  firstSeenAt,
}: Pick<Alert, 'createdAt' | 'firstSeenAt'>): number | undefined {
  const times = [createdAt, firstSeenAt].map(msOf).filter((ms) => ms !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

/**
 * Since when what was added is removed, RFC 3339: so long before the activity of the alert was first seen. The sender states
 * that time, so it counts only as far as policy lets it precede the alert, or else the request. Undefined where no time can be read.
 *
 * @param receivedAt when the request was received
 */
export function removedSince(
  { alert = {} }: Pick<RevocationRequest, 'alert'>,
  {
    lookBackMs,
    firstSeenWithinMs = MAX_ALERT_AGE_MS,
  }: Pick<ContainmentPlan, 'lookBackMs' | 'firstSeenWithinMs'>,
  receivedAt: Date,
): string | undefined {
  const seenAt = firstSeenOf(alert);
  if (seenAt === undefined) return undefined;
  const cameAt = receivedAt.getTime();
  const trustedFrom = (msOf(alert.createdAt) ?? cameAt) - firstSeenWithinMs;
  const earliest = Math.max(seenAt, trustedFrom, cameAt - MAX_ALERT_AGE_MS);
  return new Date(earliest - lookBackMs).toISOString();
}

function msOf(time = ''): number | undefined {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}
