import { describe, expect, it } from '@jest/globals';
import { bodyBytes } from '../../shared/messages/body-bytes';
import { unparsedId, writtenId } from '../../shared/messages/broker-id';
import { plainProperties } from '../../shared/messages/plain-properties';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const UUID = Uint8Array.from({ length: 16 }, (_, n) => n);

describe('the bytes of a body', () => {
  const within = Buffer.from('xabcx').subarray(1, 4);
  const itself: unknown[] = [];
  itself.push(itself);
  it.each<[string, unknown, string]>([
    ['a part of a larger buffer', within, 'abc'],
    ['a buffer', Uint8Array.from([97, 98]).buffer, 'ab'],
    ['text', 'é', 'é'],
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a list of bytes', [Buffer.from('a'), Buffer.from('bc')], 'abc'],
    ['an empty list', [], '[]'],
    ['a list of bytes and others', [Buffer.from('a').subarray(0, 0), 1], '[{"type":"Buffer","data":[]},1]'],
    ['an object', { user: 'a', n: 7n }, '{"user":"a","n":"7"}'],
    ['a number', 7, '7'],
    ['a list that contains itself', itself, '[object Array]'],
    ['a function', () => 1, '[object Function]'],
  ])('that is %s', (_what, body, expected) => expect(text(bodyBytes(body))).toBe(expected));
});

describe('a messageId is text as it was written', () => {
  it.each<[unknown, string | undefined]>([
    ['a', 'a'],
    ['', ''],
    [7, '7'],
    [Number.MAX_SAFE_INTEGER + 1, undefined],
    [1.5, undefined],
    [12345678901234567890n, '12345678901234567890'],
    [UUID, '00010203-0405-0607-0809-0a0b0c0d0e0f'],
    [UUID.subarray(0, 3), '000102'],
    [true, undefined],
    [undefined, undefined],
  ])('%p: %s', (value, expected) => expect(writtenId(value)).toBe(expected));
  it.each<[unknown, string | undefined]>([
    ['a', 'a'],
    ['7', undefined],
    ['true', undefined],
    ['{}', undefined],
    ['"q"', undefined],
    ['', ''],
    [7, undefined],
  ])('and after the worker has parsed it, where no other text becomes the same: %p: %s', (value, expected) =>
    expect(unparsedId(value)).toBe(expected),
  );
});

it.each<[unknown, object]>([
  [
    { a: 'x', b: 1, c: false },
    { a: 'x', b: 1, c: false },
  ],
  [{ a: NaN, b: Infinity, c: null, d: {}, e: [], f: undefined, g: 1n }, {}],
  [null, {}],
  [undefined, {}],
  ['text', {}],
])('the plain properties of %p are %j', (properties, plain) =>
  expect(plainProperties(properties)).toEqual(plain),
);
