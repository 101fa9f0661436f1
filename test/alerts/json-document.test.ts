import { describe, expect, it } from '@jest/globals';
import { decodeBase64 } from '../../shared/alerts/base64';
import { MAX_BODY_BYTES, decodeJson, documentsIn } from '../../shared/alerts/json-document';
import { parseJson } from '../../shared/alerts/parse-json';
import { plainBody } from '../../shared/alerts/plain-body';
import { dataContract } from '../support/data-contract';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The values of the documents of a body, or what is wrong with it. */
function valuesIn(body: Uint8Array | string): unknown {
  const decoded = decodeJson(Buffer.from(body));
  return decoded.kind === 'documents' ? decoded.documents.map(({ value }) => value) : decoded.issues;
}
const wrong = (message: string): object[] => [{ path: '$', message: `The message ${message}` }];

describe('a body holds one document', () => {
  it.each<[string, unknown]>([
    [' {"a":1}\n', { a: 1 }],
    ['[1]', [1]],
    ['"a"', 'a'],
    ['12', 12],
    ['-1', -1],
    ['true', true],
    ['false', false],
    ['null', null],
    ['\ufeff\t{}', {}],
  ])('as JSON: %j', (text, value) => expect(valuesIn(text)).toEqual([value]));
  it('with the text that it was read from', () =>
    expect(documentsIn(' {"a":1}')).toEqual([{ text: ' {"a":1}', value: { a: 1 } }]));
  it('in UTF-16 with a byte order mark, in either order', () => {
    const text = Buffer.from('\ufeff{"a":"é"}', 'utf16le');
    expect(valuesIn(text)).toEqual([{ a: 'é' }]);
    expect(valuesIn(Buffer.from(text).swap16())).toEqual([{ a: 'é' }]);
  });
  it('as an event in CEF, which is text', () => {
    const event = 'CEF:0|Acme|Edge|1|7|Token theft|8|suser=avery@contoso.com';
    expect(decodeJson(Buffer.from(event))).toEqual({
      kind: 'documents',
      documents: [{ text: JSON.stringify(event), value: event }],
    });
  });
  it('in base64, also where that is broken into lines', () => {
    expect(valuesIn(base64('{"a":1}'))).toEqual([{ a: 1 }]);
    expect(valuesIn(`${base64('{"a": ')}\r\n${base64('"bc"}')}\n`)).toEqual([{ a: 'bc' }]);
    expect(valuesIn(base64('"a"'))).toEqual(['a']);
  });
  it('as the first content of a damaged string of the DataContract serializer that is JSON', () => {
    const header = dataContract(Buffer.alloc(0)).subarray(0, -2);
    expect(valuesIn(Buffer.concat([header, Buffer.from('\ufffd[{"a":1}')]))).toEqual([{ a: 1 }]);
  });
  it('up to a megabyte', () => {
    expect(valuesIn('{}'.padEnd(MAX_BODY_BYTES))).toEqual([{}]);
    const bytes = String(MAX_BODY_BYTES + 1);
    expect(valuesIn('{}'.padEnd(MAX_BODY_BYTES + 1))).toEqual(
      wrong(`has ${bytes} bytes; the maximum is 1048576.`),
    );
  });
});

describe('lines of objects', () => {
  it('are as many documents, whatever the space around them', () =>
    expect(valuesIn('\n {"a":1}\r\n \t\n  {"b":2} ')).toEqual([{ a: 1 }, { b: 2 }]));
  it('are read up to one more than a message may hold', () =>
    expect(documentsIn('{}\n'.repeat(1500))).toHaveLength(1001));
  it.each(['{"a":1}\n[1]', '{"a":1}\n{"b":\n{"c":3}', '{"a":\n{"b":2}', '{"a":1}\n{"b":', '\n\n'])(
    'are not JSON when one of them is not an object: %j',
    (text) => expect(valuesIn(text)).toEqual(wrong('is not JSON.')),
  );
});

describe('a body that holds no document', () => {
  it.each<[string, Uint8Array | string, string]>([
    ['nothing', '', 'is empty.'],
    ['text', 'avery@contoso.com', 'is not JSON.'],
    ['half of an object', '{"a":', 'is not JSON.'],
    ['base64 of a number, which may be an accident', base64('5'), 'is not JSON.'],
    ['base64 of null', base64('null'), 'is not JSON.'],
    ['base64 of text', base64('avery'), 'is not JSON.'],
    ['no base64', 'e30*', 'is not JSON.'],
    ['UTF-16 with half a character', Buffer.from([0xff, 0xfe, 0x7b]), 'is not UTF-16.'],
    ['UTF-16 in the other order, with half a character', Buffer.from([0xfe, 0xff, 0x7b]), 'is not UTF-16.'],
    ['half of a byte order mark: FF', Buffer.from([0xff, 0x31]), 'is not UTF-8.'],
    ['half of a byte order mark: FE behind', Buffer.from([0x31, 0xfe]), 'is not UTF-8.'],
    ['half of a byte order mark: FE', Buffer.from([0xfe, 0x31]), 'is not UTF-8.'],
    ['half of a byte order mark: FF behind', Buffer.from([0x31, 0xff]), 'is not UTF-8.'],
  ])('is rejected: %s', (_what, body, message) => expect(valuesIn(body)).toEqual(wrong(message)));
});

it('a body that is not read is rejected as a whole', () =>
  expect(decodeJson(new Uint8Array())).toEqual({ kind: 'rejected', issues: wrong('is empty.') }));

it('base64 is bytes, and nothing where it is not valid', () => {
  expect(decodeBase64('AP8=')).toEqual(Uint8Array.of(0, 255));
  expect(decodeBase64('*')).toBeUndefined();
});

describe('an integer', () => {
  it.each<[string, unknown]>([
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['{"a":9007199254740993,"b":"9007199254740993"}', { a: '9007199254740993', b: '9007199254740993' }],
    ['["1234567890123456",1]', ['1234567890123456', 1]],
    ['[1234567890123456789.5]', [1_234_567_890_123_456_800]],
  ])('that a number would not keep is text: %s', (text, value) => expect(parseJson(text)).toEqual(value));
  it('does not hide that a text is not JSON', () => {
    expect(() => parseJson('{"a":9007199254740993')).toThrow(SyntaxError);
  });
});

describe('a body that its properties call compressed', () => {
  const properties = { 'content-encoding': 'gzip' };
  const body = Buffer.from('{}');
  it('is rejected when it is too large without compression', () =>
    expect(plainBody(body, properties, () => ({ kind: 'tooLarge' }))).toEqual({
      kind: 'rejected',
      issues: wrong('has more than 1048576 bytes when it is decompressed.'),
    }));
  it('is what it is without compression, or itself if it is not compressed', () => {
    const bytes = Buffer.from('[]');
    expect(plainBody(body, properties, () => ({ kind: 'decompressed', bytes }))).toEqual({
      kind: 'plain',
      bytes,
    });
    const plain = { kind: 'plain', bytes: body };
    expect(plainBody(body, properties, () => ({ kind: 'notCompressed' }))).toEqual(plain);
    expect(plainBody(body, {}, () => ({ kind: 'decompressed', bytes }))).toEqual(plain);
    expect(plainBody(body, undefined, () => ({ kind: 'tooLarge' }))).toEqual(plain);
  });
});
