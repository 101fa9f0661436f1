import type { Language } from './strings';
import { fill, stringsOf } from './strings';
import type { ElementView } from './view';
import { el } from './view';

const MINUTE_MS = 60_000;

/** A time as people write it, in the time zone of the browser; what is not a time stays as it is. */
export function writtenTime(language: Language, time: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : format.format(at);
}

export function timeView(language: Language, time: string): ElementView {
  return el('time', { datetime: time }, writtenTime(language, time));
}

/** How much time is left until a time. */
export function timeLeft(language: Language, time: string, now: number): string {
  const strings = stringsOf(language);
  const minutes = Math.floor((Date.parse(time) - now) / MINUTE_MS);
  if (minutes < 0) return strings.overdue;
  return fill(strings.left, { left: span(language, minutes) });
}

/** A length of time. */
export function writtenSpan(language: Language, seconds: number): string {
  return span(language, Math.round(seconds / 60));
}

function span(language: Language, minutes: number): string {
  const strings = stringsOf(language);
  if (minutes < 120) return fill(strings.minutes, { count: String(minutes) });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? fill(strings.hours, { count: String(hours) })
    : fill(strings.days, { count: String(Math.floor(hours / 24)) });
}
