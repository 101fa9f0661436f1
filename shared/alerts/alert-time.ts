/** Numbers outside of these bounds, in ms since the epoch, are not times of alerts. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
/** FILETIME counts 100 ns from 1601 ([MS-DTYP] section 2.3.3). */
const FILETIME_TO_EPOCH_MS = 11_644_473_600_000;

/**
 * The time of an alert in UTC, from any of the ways in which products write times: RFC 3339, the same without a zone
 * (which then is UTC), the US form of Azure's logs, and seconds, milliseconds or 100 ns as a number. Undefined when
 * it is none of these.
 */
export function alertTime(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const ms = /^\d+(?:\.\d+)?$/.test(written) ? fromNumber(Number(written)) : fromText(written);
  return ms !== undefined && ms > EARLIEST && ms < LATEST ? new Date(ms).toISOString() : undefined;
}

function fromNumber(value: number): number | undefined {
  const candidates = [value * 1000, value, value / 10_000 - FILETIME_TO_EPOCH_MS];
  return candidates.find((ms) => ms > EARLIEST && ms < LATEST);
}

const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) ([AP])M$/;

function fromText(text: string): number | undefined {
  const us = US.exec(text);
  if (us) {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = us.slice(1, 7).map(Number);
    return Date.UTC(year, month - 1, day, (hour % 12) + (us[7] === 'P' ? 12 : 0), minute, second);
  }
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const ms = Date.parse(zoned.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? undefined : ms;
}
