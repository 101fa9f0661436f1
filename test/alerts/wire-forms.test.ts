import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import { MAX_BODY_BYTES } from '../../shared/alerts/json-document';
import { plainBody } from '../../shared/alerts/plain-body';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { referenceText } from '../../shared/core/user-reference';
import { averyAccount as avery } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { dataContract } from '../support/data-contract';
import { expectEqual } from '../support/equal';
import { wireWraps } from '../support/wrappings';

const request = '{"user":"avery@contoso.com"}';

function readBytes(body: Uint8Array): readonly Reading[] {
  return readMessage(body, { fallbackId: 'm', decompress: zlibDecompress });
}
function usersIn(readings: readonly Reading[]): string[] {
  return readings.flatMap((reading) =>
    reading.kind === 'request' ? reading.request.users.map(referenceText) : [`(${reading.kind})`],
  );
}
const usersOf = (body: Uint8Array | string): string[] => usersIn(readBytes(Buffer.from(body)));
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** What senders make of the text of a message. */
const encodings: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16, little-endian', utf16],
  ['UTF-16, big-endian', (text) => utf16(text).swap16()],
  ['a string of the DataContract serializer', (text) => dataContract(Buffer.from(text))],
  ['bytes of the DataContract serializer', (text) => dataContract(Buffer.from(text), 'base64Binary')],
];

const alerts = alertFixtures.map(({ format, alert }) => ({ format, text: JSON.stringify(alert([avery])) }));
const usersByFormat = alerts.map(({ format, text }) => [format, usersOf(text)]);

describe.each(encodings)('a message in %s', (_name, encode) => {
  it('is the same request', () => expect(usersOf(encode(request))).toEqual(['avery@contoso.com']));
  it('is the same alert, of whichever format', () =>
    expect(alerts.map(({ format, text }) => [format, usersOf(encode(text))])).toEqual(usersByFormat));
  it('may be in a wire form in base64', () => {
    const content = Buffer.from(encode(request)).toString('base64');
    expect(usersOf(JSON.stringify({ ContentData: content, ContentType: null }))).toEqual([
      'avery@contoso.com',
    ]);
  });
});

describe('an alert in any nesting of wire forms', () => {
  it('is the same alert', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...alerts.map(({ text }) => text)),
        fc.array(fc.constantFrom(...wireWraps), { maxLength: 3 }),
        fc.constantFrom(...encodings),
        (alert, wraps, [, encode]) => {
          const wrapped = wraps.reduce((inner, [, wrap]) => wrap(inner), alert);
          expectEqual(usersOf(encode(wrapped)), usersOf(alert));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a string of the DataContract serializer', () => {
  it.each([0, 1, 126, 255, 256, 65_535, 65_536])('may be longer by %i characters', (length) => {
    const text = JSON.stringify({ user: 'avery@contoso.com', reason: 'x' });
    expect(usersOf(dataContract(Buffer.from(text.padEnd(length))))).toEqual(['avery@contoso.com']);
  });
  it('may be in several parts', () =>
    expect(usersOf(dataContract(Buffer.from(request), 'string', 5))).toEqual(['avery@contoso.com']));
  it('is read where a gateway has replaced its type', () => {
    const body = dataContract(Buffer.from(request));
    const start = body.length - request.length - 2;
    const replaced = [body.subarray(0, start), Buffer.from('\ufffd'), body.subarray(start + 1)];
    expect(usersOf(Buffer.concat(replaced))).toEqual(['avery@contoso.com']);
  });
  it.each([
    ['nothing', ''],
    ['no JSON', 'avery@contoso.com'],
    ['half of a request', '{"user":"avery@contoso.com"'],
  ])('with %s is rejected', (_what, text) =>
    expect(usersOf(dataContract(Buffer.from(text)))).toEqual(['(rejected)']),
  );
});

describe('lines of JSON', () => {
  const [alert] = alertFixtures;
  const line = JSON.stringify(alert?.alert([avery]));
  it('are items, each with an id of its own', () => {
    const readings = readBytes(Buffer.from(`${request}\r\n\n${line}\n{"user":"casey"}\n`));
    expect(readings.map(({ kind }) => kind)).toEqual(['request', 'request', 'rejected']);
    expect(readings.map((reading) => (reading.kind === 'request' ? reading.request.id : ''))).toEqual([
      'm.0',
      'm.1',
      '',
    ]);
    expect(readings[2]).toMatchObject({ issues: [{ path: 'user' }] });
  });
  it('may be in a wire form', () => {
    const content = Buffer.from(`${request}\n${request}`).toString('base64');
    expect(usersOf(`{"$content":"${content}"}`)).toEqual(['avery@contoso.com', 'avery@contoso.com']);
    const text = JSON.stringify(`${request}\n${request}`);
    expect(usersOf(`{"contentData":${text}}`)).toEqual(['avery@contoso.com', 'avery@contoso.com']);
  });
  it.each([
    ['a line is no JSON', `${request}\n{"user":`],
    ['a line is no object', `${request}\n"x"`],
    ['they are the rest of a list', `[\n{"user":"blake@contoso.com","whatIf":true},\n${request}`],
  ])('are rejected as a whole if %s', (_what, text) => expect(usersOf(text)).toEqual(['(rejected)']));
  it('are rejected if they are too many', () =>
    expect(usersOf(`${request}\n`.repeat(1001))).toEqual(['(rejected)']));
  it('have keys of their own: each may have the same', () =>
    expect(usersOf(`${request}\n{"user":"blake@contoso.com","user":"casey@contoso.com"}`)).toEqual([
      'avery@contoso.com',
      '(rejected)',
    ]));
});

describe('a compressed message', () => {
  const compressions: readonly (readonly [string, string, (bytes: Uint8Array) => Buffer])[] = [
    ['gzip', 'gzip', gzipSync],
    ['x-gzip', ' X-GZip', gzipSync],
    ['deflate', 'deflate', deflateSync],
    ['deflate without the header of zlib', 'deflate', deflateRawSync],
  ];
  const plain = (bytes: Uint8Array, properties?: Record<string, unknown>): string[] => {
    const body = plainBody(bytes, properties, zlibDecompress);
    return body.kind === 'plain' ? usersOf(body.bytes) : [body.issues[0]?.message ?? ''];
  };
  it.each(compressions)('is read by its property: %s', (_name, encoding, compress) => {
    for (const name of ['content-encoding', 'Content-Encoding', 'contentEncoding']) {
      expect(plain(compress(Buffer.from(request)), { [name]: encoding })).toEqual(['avery@contoso.com']);
    }
  });
  it.each(compressions)(
    'is read by a header or a property in a wire form: %s',
    (_name, encoding, compress) => {
      const content = compress(Buffer.from(request)).toString('base64');
      const headers = { 'Content-Encoding': encoding };
      for (const form of [
        { headers, body: content },
        { headers, body: { '$content-type': 'application/octet-stream', $content: content } },
        { ContentData: content, ContentType: 'application/json', Properties: headers },
      ]) {
        expect(usersOf(JSON.stringify(form))).toEqual(['avery@contoso.com']);
      }
    },
  );
  it('is taken as it is if it is not compressed after all', () => {
    expect(plain(Buffer.from(request), { 'content-encoding': 'gzip' })).toEqual(['avery@contoso.com']);
    expect(usersOf(`{"headers":{"content-encoding":"gzip"},"body":${request}}`)).toEqual([
      'avery@contoso.com',
    ]);
  });
  it('is rejected if nothing says that it is compressed, or how', () => {
    const bytes = gzipSync(request);
    expect(plain(bytes)).toEqual(['(rejected)']);
    expect(plain(bytes, { 'content-encoding': 'br' })).toEqual(['(rejected)']);
    expect(plain(bytes, { 'content-encoding': 7 })).toEqual(['(rejected)']);
  });
  it.each(compressions)('is rejected if it becomes too large: %s', (_name, encoding, compress) => {
    const body = compress(Buffer.from(request.padEnd(MAX_BODY_BYTES + 1)));
    expect(plain(body, { 'content-encoding': encoding })).toEqual([
      `The message has more than ${String(MAX_BODY_BYTES)} bytes when it is decompressed.`,
    ]);
  });
});

describe('wire forms', () => {
  it.each([
    ['headers that are no object', `{"headers":"x","body":${request}}`],
    ['a body beside something else', `{"headers":{},"body":${request},"level":"info"}`],
    ['$content beside something else', `{"$content":${request},"level":"info"}`],
    ['contentData beside something else', `{"contentData":${request},"level":"info"}`],
    ['UTF-16 without a byte order mark', Buffer.from(request, 'utf16le')],
    ['UTF-16 with half a character', utf16(request).subarray(0, -1)],
    ['base64 of something else', JSON.stringify(Buffer.from('avery@contoso.com').toString('base64'))],
  ])('that are none are not opened: %s', (_what, body) => expect(usersOf(body)).toEqual(['(rejected)']));
});

describe('a number of 64 bits', () => {
  const alert = alertFixtures.find(({ format }) => format === 'sentinelIncidentTrigger');
  const withId = (id: string): string =>
    JSON.stringify(alert?.alert([avery])).replace('"name":"i-1"', `"name":${id}`);
  const idOf = (text: string): string | undefined => {
    const [reading] = readBytes(Buffer.from(text));
    return reading?.kind === 'request' ? reading.request.alert?.id : undefined;
  };
  it.each(['9007199254740993', '12345678901234567890', '-9223372036854775808', '7', '9007199254740991'])(
    'keeps its digits: %s',
    (digits) => {
      expect(idOf(withId(digits))).toBe(digits);
      expect(idOf(JSON.stringify(withId(` ${digits} `)))).toBe(digits);
    },
  );
  it('is left alone in text', () =>
    expect(idOf(withId('"a:9007199254740993,\\"9007199254740993"'))).toBe(
      'a:9007199254740993,"9007199254740993',
    ));
  it.each([
    ['1.2345678901234567890', '1.2345678901234567'],
    ['1e-1234567890123456789', '0'],
    ['12345678901234567890.5', '12345678901234567000'],
  ])('that is no integer is a number as ever: %s', (written, id) => expect(idOf(withId(written))).toBe(id));
});

describe('what is compressed many times', () => {
  it('is decompressed up to the size of a body, in all of a message together', () => {
    let bytes = 0;
    const decompress: typeof zlibDecompress = (input, encoding) => {
      const result = zlibDecompress(input, encoding);
      if (result.kind === 'decompressed') bytes += result.bytes.length;
      return result;
    };
    const compressed = (text: string): object => ({
      ContentData: gzipSync(text).toString('base64'),
      Properties: { 'Content-Encoding': 'gzip' },
    });
    const large = compressed(JSON.stringify({ a: 'x'.repeat(MAX_BODY_BYTES / 2) }));
    const message = compressed(JSON.stringify(Array.from({ length: 100 }, () => large)));
    readMessage(Buffer.from(JSON.stringify(message)), { fallbackId: 'm', decompress });
    expect(bytes).toBeLessThan(2 * MAX_BODY_BYTES);
  });
  it.each(['{\n  "user": "avery@contoso.com"\n}', '{ "user" : "avery@contoso.com" }'])(
    'is taken as it is when a gateway has decompressed it: %j',
    (text) => {
      const plain = plainBody(Buffer.from(text), { 'content-encoding': 'deflate' }, zlibDecompress);
      expect(plain.kind === 'plain' && Buffer.from(plain.bytes).toString()).toBe(text);
    },
  );
});

describe('a list', () => {
  it('keeps its requests beside a long number', () =>
    expect(usersOf(`[${request},12345678901234567890,"12345678901234567"]`)).toEqual([
      'avery@contoso.com',
      '(rejected)',
      '(rejected)',
    ]));
});
