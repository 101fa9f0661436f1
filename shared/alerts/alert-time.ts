import type { TimePath, TimePaths } from './format-schema';
import type { JsonNode } from './json-node';
import type { OneOrMore } from './one-or-more';
import { listOf } from './one-or-more';

/** Numbers outside of these bounds, in ms since the epoch, are not times of alerts. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
/** FILETIME counts 100 ns from 1601 ([MS-DTYP] section 2.3.3). */
const FILETIME_TO_EPOCH_MS = 11_644_473_600_000;

/** A time as an alert has it. */
export interface AlertTime {
  /** In ms since the epoch; as if in UTC where no zone is written. */
  readonly ms: number;
  readonly hasZone: boolean;
}

/** When an alert was raised: the first of its times that can be read; `unknown` when it has times, and none can be. */
export function raisedAt(message: JsonNode, paths: TimePaths): AlertTime | 'unknown' | undefined {
  let hasTimes = false;
  for (const path of timesIn(paths)) {
    const texts = textsAt(message, placesOf(path));
    const found = typeof path === 'string' ? firstOf(texts) : latestOf(texts);
    if (found) return found;
    hasTimes ||= texts.length > 0;
  }
  return hasTimes ? 'unknown' : undefined;
}

/**
 * When the activity of an alert was first seen, in ms since the epoch: the earliest of its times that can be read. One without
 * a zone does not count: what was added in the hours by which it may be off would be taken for the intruder's.
 */
export function firstSeenIn(message: JsonNode, paths: OneOrMore | undefined): number | undefined {
  const times = textsAt(message, listOf(paths)).flatMap((text) => {
    const time = alertTime(text);
    return time?.hasZone === true ? [time.ms] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

function textsAt(message: JsonNode, paths: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const path of paths) {
    for (const { asText } of message.select(path)) if (asText !== undefined) texts.push(asText);
  }
  return texts;
}

function firstOf(texts: readonly string[]): AlertTime | undefined {
  for (const text of texts) {
    const time = alertTime(text);
    if (time) return time;
  }
  return undefined;
}

function latestOf(texts: readonly string[]): AlertTime | undefined {
  let last: AlertTime | undefined;
  for (const text of texts) {
    const time = alertTime(text);
    if (time && (!last || time.ms > last.ms)) last = time;
  }
  return last;
}

/** Every path of the times of a format. */
export function timePaths(paths: TimePaths): readonly string[] {
  return timesIn(paths).flatMap(placesOf);
}

function timesIn(paths: TimePaths): readonly TimePath[] {
  return Array.isArray(paths) ? paths : [paths];
}

function placesOf(path: TimePath): readonly string[] {
  return listOf(typeof path === 'string' ? path : path.latest);
}

/**
 * The time of an alert, from any of the ways in which products write times: RFC 3339, the same without a zone, RFC 5322,
 * the US form of Azure's logs, the form of CEF, and a number of seconds, ms, microseconds, ns, or of 100 ns from 1601.
 * Undefined when it is none of these.
 */
export function alertTime(written: string): AlertTime | undefined {
  const time = /^\d+(?:\.\d+)?$/.test(written) ? fromNumber(Number(written)) : fromText(written);
  return time && time.ms > EARLIEST && time.ms < LATEST ? time : undefined;
}

function fromNumber(value: number): AlertTime | undefined {
  // The bounds tell them apart.
  const candidates = [value * 1000, value, value / 1000, value / 1e6, value / 10_000 - FILETIME_TO_EPOCH_MS];
  const ms = candidates.find((candidate) => candidate > EARLIEST && candidate < LATEST);
  return ms === undefined ? undefined : { ms, hasZone: true };
}

/** As most products write times. */
const YEAR_FIRST = /^\d{4}-/;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) ([AP])M$/;
/** `MMM dd yyyy HH:mm:ss`, with or without milliseconds and the name of a zone, of which only UTC is sure. */
const CEF =
  /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(?: ([A-Za-z\d:+-]{1,9}))?$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As mails and headers of HTTP write it. */
const RFC_5322 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d(?::\d\d)?) ([A-Z]{1,3}|[+-]\d{4})$/;

function fromText(text: string): AlertTime | undefined {
  if (YEAR_FIRST.test(text)) return fromIso(text);
  const us = US.exec(text);
  if (us) {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = us.slice(1, 7).map(Number);
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 12) return undefined;
    const ms = Date.UTC(year, month - 1, day, (hour % 12) + (us[7] === 'P' ? 12 : 0), minute, second);
    return { ms, hasZone: false };
  }
  const cef = CEF.exec(text);
  if (cef) return fromCef(cef);
  const rfc = RFC_5322.exec(text);
  return rfc ? fromRfc(rfc) : undefined;
}

function fromCef([, month = '', ...others]: RegExpExecArray): AlertTime | undefined {
  const [day = 0, year = 0, hour = 0, minute = 0, second = 0] = others.slice(0, 5).map(Number);
  const [, , , , , fraction = 0, zone = ''] = others;
  if (!MONTHS.includes(month) || day < 1 || day > 31 || hour > 23) return undefined;
  const ms = Date.UTC(year, MONTHS.indexOf(month), day, hour, minute, second, Number(fraction));
  return { ms, hasZone: /^(?:UTC|GMT|Z)$/.test(zone) };
}

function fromRfc([, day = '', month = '', year = '', time = '', zone = '']: RegExpExecArray):
  AlertTime | undefined {
  const monthNumber = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return fromIso(`${year}-${monthNumber}-${day.padStart(2, '0')}T${time} ${zone}`);
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

function fromIso(text: string): AlertTime | undefined {
  const [, date, time = '', zone] = ISO.exec(text) ?? [];
  if (date === undefined) return undefined;
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '') ?? [];
  const offset = sign === undefined || hours === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
  const ms = Date.parse(`${date}T${time.replace(',', '.')}${offset}`);
  return Number.isNaN(ms) ? undefined : { ms, hasZone: zone !== undefined };
}
