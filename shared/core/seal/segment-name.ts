const NAME = /^\d{4}-\d\d-\d\d\.\d{4}\.ndjson$/;
const DAY_LENGTH = '2026-11-26'.length;

/** Whether a blob or a file is a segment of the seal: `2026-11-26.0001.ndjson`. */
export function isSegment(name: string): boolean {
  return NAME.test(name);
}

/** The UTC day of a time, as `2026-11-26`. */
export function dayOfTime(time: Date): string {
  return time.toISOString().slice(0, DAY_LENGTH);
}

/** The UTC day of a segment. */
export function dayOfSegment(segment: string): string {
  return segment.slice(0, DAY_LENGTH);
}

/**
 * The segment after another: the first of the day, or the next of a day that has one already. Names sort in the order of the
 * chain, which a clock that was put back does not change.
 *
 * @param last undefined: there is none yet
 */
export function segmentAfter(last: string | undefined, day: string): string {
  if (last === undefined || day > dayOfSegment(last)) return segmentName(day, 1);
  return segmentName(dayOfSegment(last), Number(last.slice(DAY_LENGTH + 1, DAY_LENGTH + 5)) + 1);
}

function segmentName(day: string, number: number): string {
  return `${day}.${String(number).padStart(4, '0')}.ndjson`;
}
