import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';

/**
 * Why an item is not removed, by when it was added; undefined: it was added since the alert's activity was first seen.
 *
 * @param addedAt RFC 3339; Graph writes the year 1 where it has no time
 * @param undated why the item has no date
 */
export function reasonToKeep(
  firstSeenAt: Date | undefined,
  addedAt: string | undefined,
  undated: Detail = detail('keptUndated'),
): Detail | undefined {
  if (!firstSeenAt) return detail('keptNoFirstSeen');
  const at = timeOf(addedAt);
  if (at === undefined) return undated;
  return at < firstSeenAt.getTime() ? detail('keptOlder') : undefined;
}

/** In ms; undefined where there is no time. */
export function timeOf(value: string | null | undefined): number | undefined {
  const at = Date.parse(value ?? '');
  return at > 0 ? at : undefined;
}

/** The time as Graph wrote it, if it is one. */
export function presentTime(value: string | null | undefined): string | undefined {
  return timeOf(value) === undefined ? undefined : (value ?? undefined);
}
