import { describe, expect, it } from '@jest/globals';
import { alertTime } from '../../shared/alerts/alert-time';

const iso = (written: string): string | undefined => {
  const time = alertTime(written);
  return time && new Date(time.ms).toISOString();
};

describe('the time of an alert', () => {
  it.each([
    ['RFC 3339', '2026-11-23T10:00:00Z'],
    ['seven digits of a second', '2026-11-23T10:00:00.0000000Z'],
    ['an offset', '2026-11-23T11:00:00+01:00'],
    ['an offset without a colon', '2026-11-23T11:00:00.000+0100'],
    ['an offset in hours', '2026-11-23T11:00+01'],
    ['a space before the offset', '2026-11-23 11:00:00 +0100'],
    ['the name of the zone', '2026-11-23 10:00:00,000 UTC'],
    ['RFC 5322', 'Mon, 23 Nov 2026 10:00:00 GMT'],
    ['RFC 5322 with an offset', '23 Nov 2026 11:00:00 +0100'],
    ['microseconds', '1795428000000000'],
    ['nanoseconds', '1795428000000000000'],
    ['no zone', '2026-11-23T10:00:00'],
    ['a space and no zone', '2026-11-23 10:00:00.000'],
    ['the US form', '11/23/2026 10:00:00 AM'],
    ['the form of CEF', 'Nov 23 2026 10:00:00'],
    ['the form of CEF with milliseconds and a zone', 'Nov 23 2026 10:00:00.000 UTC'],
    ['seconds', '1795428000'],
    ['seconds with a fraction', '1795428000.0'],
    ['milliseconds', '1795428000000'],
    ['FILETIME', '134399016000000000'],
  ])('may be written with %s', (_how, written) => expect(iso(written)).toBe('2026-11-23T10:00:00.000Z'));
  it.each([
    ['11/23/2026 12:30:05 AM', '2026-11-23T00:30:05.000Z'],
    ['1/2/2026 12:30:05 PM', '2026-01-02T12:30:05.000Z'],
    ['1/2/2026 1:30:05 PM', '2026-01-02T13:30:05.000Z'],
  ])('has noon and midnight in the US form: %s', (written, time) => expect(iso(written)).toBe(time));
  it.each<[string, string, boolean]>([
    ['Jan  2 2026 23:59:58.123', '2026-01-02T23:59:58.123Z', false],
    ['Dec 31 2026 00:00:00 GMT', '2026-12-31T00:00:00.000Z', true],
    ['Nov 23 2026 10:00:00 PST', '2026-11-23T10:00:00.000Z', false],
    ['Nov 23 2026 10:00:00 GMT+01:00', '2026-11-23T10:00:00.000Z', false],
  ])('has in the form of CEF no other zone than UTC: %s', (written, time, hasZone) => {
    expect(iso(written)).toBe(time);
    expect(alertTime(written)?.hasZone).toBe(hasZone);
  });
  it.each([
    '',
    'yesterday',
    'Nov 23 10:00:00',
    'Nox 23 2026 10:00:00',
    'Nov 32 2026 10:00:00',
    'Nov 23 2026 24:00:00',
    '25/11/2026 1:00:00 PM',
    '13/45/2026 12:00:00 AM',
    '2026-11-23',
    '15203800012',
    '0',
    '-1',
    '2026-13-45T10:00:00Z',
    '2026-11-23T10:00:00 CET',
    'Mon, 23 Nox 2026 10:00:00 GMT',
    'Mon, 23 Nov 2026 10:00:00 CET',
  ])('is none in %p', (written) => expect(alertTime(written)).toBeUndefined());
});
