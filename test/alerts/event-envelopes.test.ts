import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import { addedFormats } from '../../shared/alerts/added-formats';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { referenceText } from '../../shared/core/user-reference';
import { averyAccount } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { cefLine, leefLine } from '../fixtures/alerts/event-lines';
import { dataContract } from '../support/data-contract';
import { expectEqual } from '../support/equal';
import type { Wrap } from '../support/wrappings';
import { eventWraps, listWraps, logWraps, requestEventWraps, wireWraps } from '../support/wrappings';

const added = addedFormats([
  {
    kind: 'file',
    content: [
      {
        name: 'acme-cef',
        match: [
          { path: 'cef.deviceVendor', is: 'Acme' },
          { path: 'cef.deviceProduct', is: 'SIEM' },
        ],
        ignoreWhen: [{ path: 'cef.extension.outcome', is: 'closed' }],
        accounts: [{ names: { userPrincipalName: 'cef.extension.suser', domain: 'cef.extension.sntdom' } }],
        alert: {
          provider: 'Acme',
          id: 'cef.extension.externalId',
          title: 'cef.name',
          severity: 'cef.severity',
          event: 'cef.deviceEventClassId',
          createdAt: 'cef.extension.rt',
        },
      },
      {
        name: 'acme-leef',
        match: [{ path: 'leef.vendor', is: 'Acme' }],
        accounts: [{ names: { userPrincipalName: 'leef.attributes.usrName' } }],
        alert: { provider: 'Acme', id: 'leef.attributes.id' },
      },
    ],
  },
]);
if (added.kind === 'invalid') throw new Error(added.problems.join('\n'));
const { formats } = added;

const cef = cefLine({ externalId: '7', rt: '1795428000000', suser: 'avery@contoso.com' });
const leef = leefLine({ id: '7', usrName: 'avery@contoso.com' });

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const read = (body: Uint8Array | string): readonly Reading[] =>
  readMessage(Buffer.from(body), { fallbackId: 'm', formats, decompress: zlibDecompress });
function usersOf(body: Uint8Array | string): string[] {
  return read(body).flatMap((reading) =>
    reading.kind === 'request' ? reading.request.users.map(referenceText) : [`(${reading.kind})`],
  );
}
const wrapped = (around: readonly Wrap[], json: string): string =>
  around.reduce((inner, [, wrap]) => wrap(inner), json);

/** All but text in text, which no collector writes. */
const wraps = [...logWraps, ...eventWraps, ...requestEventWraps, ...listWraps, ...wireWraps].filter(
  ([name]) => name !== 'the same, as text',
);

/** Records in which collectors keep a line. */
const records: readonly (readonly [string, (line: string) => unknown])[] = [
  ['an event of the HTTP Event Collector', (event) => ({ event, sourcetype: 'cef', host: 'a' })],
  ['the same, without a source type', (event) => ({ event })],
  ['a record within it', (message) => ({ event: { message }, sourcetype: '_json' })],
  ['message', (message) => ({ '@timestamp': '2026-11-25T10:00:00Z', message, host: { name: 'a' } })],
  ['raw', (raw) => ({ raw, source: 'udp:514' })],
  ['_raw', (line) => ({ _raw: line, _time: '1795428000' })],
  ['log', (log) => ({ log, stream: 'stdout' })],
  ['event.original', (original) => ({ message: 'Token theft', event: { original, kind: 'alert' } })],
  ['event.original, flat', (line) => ({ 'event.original': line })],
  ['a search hit of such a record', (message) => ({ _index: 'logs', _source: { message } })],
];

describe('an event in CEF or LEEF', () => {
  it('is read by the paths of a format', () =>
    expect(read(`<134>1 2026-11-25T10:00:00Z host app - - - ${cef}`)).toMatchObject([
      {
        kind: 'request',
        request: {
          format: 'acme-cef',
          id: 'm',
          alert: {
            provider: 'Acme',
            id: '7',
            title: 'Token theft',
            severity: '8',
            createdAt: '2026-11-23T10:00:00.000Z',
          },
        },
        named: [{ path: 'cef.extension.suser' }],
      },
    ]));
  it('is ignored as its format says', () =>
    expect(read(`${cef} outcome=closed`)).toMatchObject([{ kind: 'nothingToDo', format: 'acme-cef' }]));
  it.each(wraps)('names the same user in %s', (_name, wrap) => {
    expect(usersOf(wrap(JSON.stringify(cef)))).toEqual(['avery@contoso.com']);
    expect(usersOf(wrap(JSON.stringify(leef)))).toEqual(['avery@contoso.com']);
  });
  it.each(records)('names the same user in a record: %s', (_name, record) => {
    expect(usersOf(JSON.stringify(record(cef)))).toEqual(['avery@contoso.com']);
    expect(usersOf(JSON.stringify(record(`<134>Nov 25 10:00:00 host ${leef}`)))).toEqual([
      'avery@contoso.com',
    ]);
  });
  it('names the same user in any nesting', () => {
    // The collector's event is an object or a line as it is; text in text is not looked for there.
    const nestable = wraps.filter(([name]) => name !== 'an event of the HTTP Event Collector');
    fc.assert(
      fc.property(
        fc.constantFrom(cef, leef),
        fc.constantFrom(...records),
        fc.array(fc.constantFrom(...nestable), { maxLength: 3 }),
        (line, [, record], around) => {
          expectEqual(usersOf(wrapped(around, JSON.stringify(line))), ['avery@contoso.com']);
          expectEqual(usersOf(wrapped(around, JSON.stringify(record(line)))), ['avery@contoso.com']);
        },
      ),
      { numRuns: 300 },
    );
  });
  it.each<[string, Uint8Array | string]>([
    ['base64', base64(cef)],
    ['UTF-16', Buffer.from(`\ufeff${cef}`, 'utf16le')],
    ['a string of the DataContract serializer', dataContract(Buffer.from(cef))],
    ['$content', JSON.stringify({ '$content-type': 'text/plain', $content: base64(cef) })],
    ['ContentData in base64', JSON.stringify({ ContentData: base64(cef), ContentType: 'text/plain' })],
    ['ContentData as text', JSON.stringify({ ContentData: cef, ContentType: 'text/plain' })],
    ['headers and body', JSON.stringify({ headers: { 'Content-Type': 'text/plain' }, body: cef })],
    [
      'a compressed body',
      JSON.stringify({ headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(cef).toString('base64') }),
    ],
  ])('may be a whole body in a wire form: %s', (_name, body) =>
    expect(usersOf(body)).toEqual(['avery@contoso.com']),
  );
  it('is an item of its own in each line, with its path', () => {
    const lines = [cef, 'CEF:0|x', leef, cefLine({ suser: 'a', x: '1' }).replace('x=', 'suser=')].join('\n');
    expect(usersOf(lines)).toEqual(['avery@contoso.com', '(rejected)', 'avery@contoso.com', '(rejected)']);
    expect(read(JSON.stringify({ message: lines }))).toMatchObject([
      { request: { id: 'm.0' }, named: [{ path: 'message[0].cef.extension.suser' }] },
      { issues: [{ path: 'message[1].cef', message: 'has not all seven fields of the header of CEF' }] },
      { request: { id: 'm.2' }, named: [{ path: 'message[2].leef.attributes.usrName' }] },
      { issues: [{ path: 'message[3].cef.extension.suser', message: 'appears twice' }] },
    ]);
  });
  it.each([
    ['a line is the rest of another', `${cef}\n${cef} msg=one\noutcome=closed`, '$[2]'],
    ['the header is not complete', 'CEF:0|Acme|SIEM|1.0', 'cef'],
    ['a key is repeated', `${cef} suser=blake@contoso.com`, 'cef.extension.suser'],
    ['a key is repeated in LEEF', `${leef}^usrName=blake@contoso.com`, 'leef.attributes.usrName'],
    ['the events are too many', `${cef}\n`.repeat(1001), '$'],
  ])('is rejected with its path if %s', (_what, body, path) =>
    expect(read(body)).toMatchObject([{ kind: 'rejected', issues: [{ path }] }]),
  );
  it('that no format reads is rejected, and the reason says what can be done', () =>
    expect(readMessage(Buffer.from(cef), { fallbackId: 'm' })).toEqual([
      {
        kind: 'rejected',
        issues: [
          {
            path: '$',
            message: 'is an event in CEF or LEEF that no format reads: docs/how-to/add-a-format.md adds one',
          },
        ],
      },
    ]));
  it.each([
    ['quoted by another program', `Nov 25 10:00:00 host sshd[1]: Invalid user ${cef}`],
    ['quoted by a record', JSON.stringify({ message: `Invalid user ${cef}` })],
    ['in a field that holds no lines', JSON.stringify({ comment: cef, level: 'info' })],
    [
      'in a field of another event',
      cefLine({ msg: cef, rawEvent: leef }, { header: ['a', 'b', 'c', 'd', 'e', '1'] }),
    ],
    ['in half of a JSON document', `{"user":"blake@contoso.com","message":"${cef}`],
  ])('does not count where it is only %s', (_what, body) => expect(usersOf(body)).toEqual(['(rejected)']));
});

describe('messages of our own within CEF or LEEF', () => {
  const own = [
    { user: 'avery@contoso.com' },
    { users: ['avery@contoso.com'], whatIf: false },
    { confirmation: 'c-1', decision: 'approve', by: 'blake@contoso.com' },
  ].map((message) => JSON.stringify(message));
  const flat = [
    { user: 'avery@contoso.com' },
    { users: 'avery@contoso.com' },
    { confirmation: 'c-1', decision: 'approve', by: 'blake@contoso.com' },
  ];
  const key = fc.constantFrom('user', 'users', 'msg', 'rawEvent', 'message', 'data', 'body', 'event', 'cef');
  it('never count, whatever field they are in and whatever is around it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(key, fc.constantFrom(...own)).map((entry) => Object.fromEntries([entry])),
          fc.constantFrom(...flat),
        ),
        fc.constantFrom(cefLine, leefLine),
        fc.array(fc.constantFrom(...wraps), { maxLength: 3 }),
        (fields, write, around) => {
          const line = write({ ...fields });
          const plain = (body: string) => readMessage(Buffer.from(body), { fallbackId: 'm' });
          expectEqual(
            [...plain(line), ...plain(wrapped(around, JSON.stringify(line)))].map(({ kind }) => kind),
            ['rejected', 'rejected'],
          );
        },
      ),
      { numRuns: 500 },
    );
  });
  it.each(own)('never count in a line beside an event: %s', (message) => {
    expect(usersOf(`${cef}\n${message}`)).toEqual(['(rejected)']);
    expect(usersOf(`${message}\n${cef}`)).toEqual(['(rejected)']);
  });
});

describe('built-in formats', () => {
  it.each(alertFixtures.map(({ format, alert }) => [format, alert([averyAccount])] as const))(
    'match no event in CEF that has the fields of an alert: %s',
    (_format, alert) => {
      const fields = Object.entries(alert as object).map(([name, value]): [string, string] => [
        name.replaceAll(/[^\w.]/g, '_'),
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      const line = cefLine({ ...Object.fromEntries(fields), rawEvent: JSON.stringify(alert) });
      expect(readMessage(Buffer.from(line), { fallbackId: 'm' })).toMatchObject([
        { kind: 'rejected', issues: [{ message: expect.stringContaining('no format reads') }] },
      ]);
    },
  );
});
