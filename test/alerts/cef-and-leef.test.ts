import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventsIn } from '../../shared/alerts/event-text';
import { cefLine, leefLine } from '../fixtures/alerts/event-lines';
import { anyText } from '../support/any-text';
import { expectEqual } from '../support/equal';

/** The events of a text: what they hold, or the path of the first issue. */
function read(text: string): unknown {
  return eventsIn(text)?.map(({ reading }) =>
    reading.kind === 'event' ? reading.event : `${reading.issues[0].path}: ${reading.issues[0].message}`,
  );
}

const cefWith = (extension: object, header: object = {}): unknown => ({
  cef: {
    version: '0',
    deviceVendor: 'Acme',
    deviceProduct: 'SIEM',
    deviceVersion: '1',
    deviceEventClassId: '7',
    name: 'Theft',
    severity: '8',
    ...header,
    extension,
  },
});
const leefWith = (attributes: object, version = '1.0'): unknown => ({
  leef: { version, vendor: 'Acme', product: 'SIEM', productVersion: '1', eventId: '7', attributes },
});

const cef = 'CEF:0|Acme|SIEM|1|7|Theft|8|';
const leef = 'LEEF:1.0|Acme|SIEM|1|7|';

describe('the header of CEF', () => {
  it.each<[string, object]>([
    [cef, {}],
    ['CEF: 1|Acme|SIEM|1|7|Theft|Very-High|', { version: '1', severity: 'Very-High' }],
    ['CEF:0|||1|7|Theft|8|', { deviceVendor: '', deviceProduct: '' }],
    [
      String.raw`CEF:0|Acme \| Co|a\\b|1|7|Theft|8|`,
      { deviceVendor: 'Acme | Co', deviceProduct: String.raw`a\b` },
    ],
    [String.raw`CEF:0|Acme|SIEM=x|1|7|a\=b\n|8|`, { deviceProduct: 'SIEM=x', name: String.raw`a\=b\n` }],
  ])('is read: %s', (line, header) => expect(read(line)).toEqual([cefWith({}, header)]));
  it.each([
    ['CEF:', 'cef: has not all seven fields of the header of CEF'],
    ['CEF:0|Acme|SIEM|1|7|Theft|8', 'cef: has not all seven fields of the header of CEF'],
    [String.raw`CEF:0|Acme|SIEM|1|7\|Theft|8|`, 'cef: has not all seven fields of the header of CEF'],
    ['CEF:0|Acme|SIEM|activityID=11 accountName=foo', 'cef: has not all seven fields of the header of CEF'],
    ['CEF:x|Acme|SIEM|1|7|Theft|8|', 'cef.version: is not a version of CEF'],
    ['CEF:0|Acme|SIEM|1|7|A|B|8|suser=avery', 'cef.extension: does not begin with a key and an equals sign'],
  ])('is rejected: %s', (line, problem) => expect(read(line)).toEqual([problem]));
});

describe('the extension of CEF', () => {
  it.each<[string, Record<string, string>]>([
    ['src=10.0.0.1 spt=1232', { src: '10.0.0.1', spt: '1232' }],
    [' src=10.0.0.1', { src: '10.0.0.1' }],
    ['msg=A user signed in suser=avery', { msg: 'A user signed in', suser: 'avery' }],
    ['dst= spt=1', { dst: '', spt: '1' }],
    ['src= dst=', { src: '', dst: '' }],
    ['msg=two  blanks  suser=avery', { msg: 'two  blanks ', suser: 'avery' }],
    ['msg=this|has a pipe', { msg: 'this|has a pipe' }],
    [String.raw`msg=a+b\=c x=c\\d\=z`, { msg: 'a+b=c', x: String.raw`c\d=z` }],
    [String.raw`msg=no key\=here suser=avery`, { msg: 'no key=here', suser: 'avery' }],
    [String.raw`msg=one\ntwo\r\nthree`, { msg: 'one\ntwo\r\nthree' }],
    [String.raw`msg=a\\n`, { msg: String.raw`a\n` }],
    [String.raw`suser=CONTOSO\avery act=a\|b`, { suser: String.raw`CONTOSO\avery`, act: String.raw`a\|b` }],
    [String.raw`suser=avery\ `.trimEnd(), { suser: 'avery\\' }],
    ['request=https://a.example/?x=1&y=2 act=block', { request: 'https://a.example/?x=1&y=2', act: 'block' }],
    ['msg=tabs\tare\tno=separators', { msg: 'tabs\tare\tno=separators' }],
    ['ad.field[0]=a ad.Error_,Code=1 x-y_z=2', { 'ad.field[0]': 'a', 'ad.Error_,Code': '1', 'x-y_z': '2' }],
    ['cs1Label=Reason cs1=Token theft', { cs1Label: 'Reason', cs1: 'Token theft' }],
    ['__proto__=x', Object.fromEntries([['__proto__', 'x']])],
    ['cnt=9007199254740993', { cnt: '9007199254740993' }],
  ])('is read: %s', (extension, fields) => {
    expect(read(cef + extension)).toStrictEqual([cefWith(fields)]);
  });
  it.each([
    ['text without a key', 'cef.extension: does not begin with a key and an equals sign'],
    ['text first suser=avery', 'cef.extension: does not begin with a key and an equals sign'],
    ['=avery', 'cef.extension: does not begin with a key and an equals sign'],
    ['suser=avery msg=x suser=blake', 'cef.extension.suser: appears twice'],
    ['suser=avery suser=avery', 'cef.extension.suser: appears twice'],
  ])('is rejected: %s', (extension, problem) => expect(read(cef + extension)).toEqual([problem]));
});

describe('LEEF', () => {
  it.each<[string, Record<string, string>]>([
    ['', {}],
    ['usrName=avery\tmsg=two words', { usrName: 'avery', msg: 'two words' }],
    ['usrName=avery\t\tmsg=a=b^c\t', { usrName: 'avery', msg: 'a=b^c' }],
    ['msg=^|x\tsev=5', { msg: '^|x', sev: '5' }],
    [String.raw`usrName=CONTOSO\nadia`, { usrName: String.raw`CONTOSO\nadia` }],
  ])('1.0 is read: %j', (attributes, fields) =>
    expect(read(leef + attributes)).toStrictEqual([leefWith(fields)]),
  );
  it.each([
    ['^|', '^'],
    ['x5E|', '^'],
    ['0x5e|', '^'],
    ['xa6|', '¦'],
    ['0x09|', '\t'],
    ['x|', 'x'],
    [' |', ' '],
    ['|', '\t'],
    ['', '\t'],
  ])('2.0 is read with the delimiter that it names: %j', (written, delimiter) =>
    expect(read(`LEEF:2.0|Acme|SIEM|1|7|${written}usr=a|very${delimiter}sev=5`)).toStrictEqual([
      leefWith({ usr: 'a|very', sev: '5' }, '2.0'),
    ]),
  );
  it.each([
    ['LEEF:1.0|Acme|SIEM|1', 'leef: has not all five fields of the header of LEEF'],
    ['LEEF:1.0|Acme|SIEM|1|7', 'leef: has not all five fields of the header of LEEF'],
    ['LEEF:3.0|Acme|SIEM|1|7|a=1', 'leef.version: is not 1.0 or 2.0'],
    [
      `${leef}usrName=avery\trest`,
      'leef.attributes: holds text that is not a key, an equals sign and a value',
    ],
    [`${leef}=avery`, 'leef.attributes: holds text that is not a key, an equals sign and a value'],
    [`${leef}usrName=avery\tusrName=blake`, 'leef.attributes.usrName: appears twice'],
  ])('is rejected: %j', (line, problem) => expect(read(line)).toEqual([problem]));
});

describe('an event of many fields', () => {
  const fields = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${String(n)}`, '']));
  it.each([
    ['cef.extension', cefLine],
    ['leef.attributes', leefLine],
  ])('is read up to 1000 of them: %s', (place, write) => {
    expect(read(write(fields(1000)))).toEqual([expect.any(Object)]);
    expect(read(write(fields(1001)))).toEqual([`${place}: has more than 1000 fields`]);
  });
});

describe('a header of syslog', () => {
  it.each([
    ['nothing', ''],
    ['blanks', '\r\n  '],
    ['a byte order mark', '\ufeff'],
    ['a priority', '<134>'],
    ['RFC 3164', '<134>Nov 25 10:00:00 host '],
    ['RFC 3164 with a space behind the priority', '<134> Nov  3 10:00:00 host '],
    ['RFC 3164 as a file holds it', 'Nov 25 10:00:00 host.contoso.com '],
    ['RFC 3164 with a year', '<134>Nov 25 2026 10:00:00.123 192.0.2.1 '],
    ['RFC 3164 with a tag', '<134>Nov 25 10:00:00 host filterlog[12]: '],
    ['RFC 3164 with a tag beside the event', 'Nov 25 10:00:00 host ATP:'],
    ['a time of RFC 3339 and a host', '<134>2026-11-25T10:00:00.123+01:00 host '],
    ['a time alone', '2026-11-25T10:00:00Z '],
    ['RFC 5424', '<134>1 2026-11-25T10:00:00Z host app - - - '],
    ['RFC 5424 with a byte order mark', '<134>1 2026-11-25T10:00:00Z host app 12 id - \ufeff'],
    [
      'RFC 5424 with structured data',
      String.raw`<134>1 2026-11-25T10:00:00Z host app 12 id [a@1 b="c \] d"][e] `,
    ],
    ['RFC 5424 without a priority', '1 2026-11-25T10:00:00Z host app - - - '],
    ['RFC 5424 as QRadar writes it', '<13>1 2026-11-25T10:00:00.520Z 192.0.2.1 '],
  ])('may be before an event: %s', (_what, header) => {
    expect(read(`${header}${cef}suser=avery`)).toEqual([cefWith({ suser: 'avery' })]);
    expect(read(`${header}${leef}usrName=avery`)).toEqual([leefWith({ usrName: 'avery' })]);
  });
  it.each([
    ['a message of another program', 'Nov 25 10:00:00 host sshd[1]: Invalid user '],
    ['the same, with a priority', '<34>Nov 25 10:00:00 host sshd[1]: Invalid user '],
    ['the same, in RFC 5424', '<34>1 2026-11-25T10:00:00Z host sshd 1 - - Invalid user '],
    ['other text', 'user '],
    ['a field of something else', 'msg='],
    ['half of an object', '{"user":"avery@contoso.com","text":"'],
    ['text in quotation marks', '"'],
    ['lower case', 'cef:0|a|b|c|d|e|5|a=b\n'],
    ['a header that is too long', `<34>1 2026-11-25T10:00:00Z host app 12 id [${'x'.repeat(3000)}] `],
  ])('is not what a log says before it quotes an event: %s', (_what, text) =>
    expect(read(`${text}${cef}suser=avery`)).toBeUndefined(),
  );
});

describe('lines of events', () => {
  it('are events, in any mixture of CEF and LEEF', () =>
    expect(read(`<134>Nov 25 10:00:00 host ${cef}suser=a\r\n\n${leef}usrName=b\n${cef}suser=c \n`)).toEqual([
      cefWith({ suser: 'a' }),
      leefWith({ usrName: 'b' }),
      cefWith({ suser: 'c ' }),
    ]));
  it('may be malformed one by one', () =>
    expect(read(`${cef}suser=a\nCEF:0|x\n${cef}suser=c`)).toEqual([
      cefWith({ suser: 'a' }),
      'cef: has not all seven fields of the header of CEF',
      cefWith({ suser: 'c' }),
    ]));
  it('are rejected together if a line may be the rest of another', () =>
    expect(read(`${cef}suser=a\n${cef}suser=b msg=one\nstate=closed`)).toEqual([
      '[2]: is a line that is not in CEF or LEEF',
    ]));
});

describe('what is written', () => {
  const key = fc.stringMatching(/^[A-Za-z0-9_.]{1,12}$/);
  it('in CEF is read, whatever the header and the values hold', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
    const header = fc.array(line, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(header, fc.dictionary(key, fc.string({ unit: 'grapheme' })), (values, fields) => {
        const [deviceVendor, deviceProduct, deviceVersion, deviceEventClassId, name, severity] = values;
        const written = { deviceVendor, deviceProduct, deviceVersion, deviceEventClassId, name, severity };
        expectEqual(read(cefLine(fields, { header: values })), [cefWith(fields, written)]);
      }),
    );
  });
  it('in LEEF is read, whatever the values hold but for the delimiter', () => {
    const value = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n^]/g, ''));
    fc.assert(
      fc.property(fc.dictionary(key, value), (fields) =>
        expect(read(leefLine(fields))).toMatchObject([{ leef: { attributes: fields } }]),
      ),
    );
  });
  it('by nobody who knows CEF is read or rejected, and nothing is thrown', () => {
    const part = fc.constantFrom(
      'CEF:0|',
      'LEEF:2.0|',
      '|',
      '\\',
      '=',
      ' ',
      'k=',
      '\n',
      '<1>',
      'x',
      '\t',
      '^|',
      '\ufeff',
      '\ud800',
    );
    const texts = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom('CEF:', cef, leef, ''), fc.oneof(texts, anyText), (start, text) => {
        for (const { reading } of eventsIn(start + text) ?? []) {
          expect(['event', 'malformed']).toContain(reading.kind);
        }
      }),
      { numRuns: 100 },
    );
  });
});
