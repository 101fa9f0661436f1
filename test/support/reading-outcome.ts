import type { Reading } from '../../shared/alerts/reading';
import { referenceText } from '../../shared/core/user-reference';

/** Whom the readings of a message sign out, or what they are when they sign out nobody. */
export function outcomeOf(readings: readonly Reading[]): readonly string[] {
  return readings.flatMap((reading) =>
    reading.kind === 'request' ? reading.request.users.map(referenceText).sort() : [`(${reading.kind})`],
  );
}
