import { readCef } from './cef';
import type { EventReading } from './event-fields';
import { malformed } from './event-fields';
import { readLeef } from './leef';

/** A header of syslog is not longer than this. */
const MAX_HEADER = 2048;
/** More lines than this are more items than a message may hold. */
const MAX_LINES = 1001;

const PRIORITY = String.raw`(?:<\d{1,3}> ?)?`;
const TIME = String.raw`(?:[A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})? [\d:.]+|\d{4}-\d\d-\d\d[T ]\S+) +`;
const WORD = String.raw`[^\s|{}]+ +`;
const STRUCTURED_DATA = String.raw`(?:-|(?:\[(?:[^\]\\]|\\.)*\])+) +`;
const TAG = String.raw`[^\s|{}:]+: *`;

/**
 * What may be before an event in a line: nothing, or exactly a header of syslog (RFC 5424, of which QRadar writes the first
 * half alone; RFC 3164, in part). Anything else is a line of a log, which may quote what an intruder wrote.
 */
const START = new RegExp(
  `^\\ufeff?${PRIORITY}(?:1 +${TIME}${WORD}(?:${WORD}${WORD}${WORD}${STRUCTURED_DATA})?|(?:${TIME}(?:${WORD}(?:${TAG})?)?)?)` +
    `\\ufeff?(CEF|LEEF): ?`,
);

/** A line, and the event that it holds. */
export interface EventLine {
  readonly line: string;
  readonly reading: EventReading;
}

/** Whether a text begins with an event in CEF or LEEF, as syslog forwards it. */
export function isEventText(text: string): boolean {
  return START.test(text.trimStart().slice(0, MAX_HEADER));
}

/**
 * The events of a text, one in each line; undefined when it does not begin with an event. A line that is no event may be
 * the rest of the one before it, which has then lost fields: the text is one malformed event.
 */
export function eventsIn(text: string): readonly EventLine[] | undefined {
  if (!isEventText(text)) return undefined;
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, MAX_LINES)
    .map((line) => ({ line, reading: readLine(line.endsWith('\r') ? line.slice(0, -1) : line) }));
  const foreign = lines.findIndex(({ reading }) => reading === undefined);
  if (foreign !== -1) {
    return [
      { line: text, reading: malformed(`[${String(foreign)}]`, 'is a line that is not in CEF or LEEF') },
    ];
  }
  return lines.flatMap(({ line, reading }) => (reading ? [{ line, reading }] : []));
}

function readLine(line: string): EventReading | undefined {
  const trimmed = line.trimStart();
  const start = START.exec(trimmed.slice(0, MAX_HEADER));
  if (!start) return undefined;
  const text = trimmed.slice(start[0].length);
  return start[1] === 'CEF' ? readCef(text) : readLeef(text);
}
