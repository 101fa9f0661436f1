import { describe, expect, it } from '@jest/globals';
import { JsonNode } from '../../shared/alerts/json-node';

function at(value: unknown, path: string): [string, unknown][] {
  return new JsonNode(value).select(path).map((found) => [found.path, found.value]);
}

describe('a path finds', () => {
  it.each<[string, unknown, string, [string, unknown][]]>([
    ['a name', { a: { b: 1 } }, 'a.b', [['a.b', 1]]],
    ['a name in another case', { User_Principal_Name: 1 }, 'userPrincipalName', [['User_Principal_Name', 1]]],
    ['the exact name first', { UPN: 1, upn: 2 }, 'upn', [['upn', 2]]],
    ['of two spellings the first', { Upn: 1, UPN: 2 }, 'upn', [['Upn', 1]]],
    ['a name with dots', { '@odata.type': 1 }, '@odata.type', [['@odata.type', 1]]],
    ['what is written flat', { 'a.b': { c: 1 } }, 'a.b.c', [['a.b.c', 1]]],
    ['what is half flat, half nested', { a: { 'b.c': 1 } }, 'a.b.c', [['a.b.c', 1]]],
    ['an object in flat names', { A_a: 0, 'a.b.c': 1, 'a.d': 2 }, 'a', [['a', { 'b.c': 1, d: 2 }]]],
    ['an object in flat names in an object', { a: { 'b.c.d': 1 } }, 'a.b', [['a.b', { 'c.d': 1 }]]],
    ['an object in flat names of any spelling', { 'User_Name.b': 1 }, 'username', [['User_Name', { b: 1 }]]],
    ['an object before one in flat names', { 'a.b': 1, a: { c: 2 } }, 'a', [['a', { c: 2 }]]],
    ['the exact flat name first', { 'A.b': 1, 'a.b': 2 }, 'a.b', [['a.b', 2]]],
    ['a list in an object in flat names', { 'a.b': [{ c: 1 }] }, 'a[].b[].c', [['a.b[0].c', 1]]],
    ['nothing in a flat name that begins or ends with a dot', { '.a': 1, 'b.': 2 }, 'b.a', []],
    [
      'each item',
      { a: [{ b: 1 }, { c: 2 }, { b: 3 }] },
      'a[].b',
      [
        ['a[0].b', 1],
        ['a[2].b', 3],
      ],
    ],
    ['the one item of no list', { a: { b: 1 } }, 'a[].b', [['a.b', 1]]],
    ['items of the message itself', [{ b: 1 }], '[].b', [['$[0].b', 1]]],
    ['what is in JSON in text', { a: '{"b":"[{\\"c\\":1}]"}' }, 'a.b[].c', [['a.b[0].c', 1]]],
    ['null', { a: null }, 'a', [['a', null]]],
    [
      'the items whose name has a value, in any spelling',
      { a: [{ Kind: 'User_Name', b: 1 }, { kind: 'other', b: 2 }, { KIND: 'user name', b: 3 }, 5] },
      'a[kind=userName].b',
      [
        ['a[0].b', 1],
        ['a[2].b', 3],
      ],
    ],
    ['items by a value with dots', { a: [{ b: '#x.y', c: 1 }] }, 'a[b=#x.y].c', [['a[0].c', 1]]],
    ['items of the message by a value', [{ b: 1 }, { b: 2 }], '[b=2]', [['$[1]', { b: 2 }]]],
    ['the place itself', { a: 1 }, '.', [['$', { a: 1 }]]],
    ['nothing in text that is no JSON', { a: '{b' }, 'a.b', []],
    ['nothing where there is nothing', { a: 1 }, 'a.b.c', []],
    ['nothing that an object inherits', {}, 'constructor.name', []],
  ])('%s', (_what, value, path, found) => expect(at(value, path)).toEqual(found));
});

describe('an object with more names than any product writes', () => {
  const object = (length: number): object =>
    Object.fromEntries(Array.from({ length }, (_, n) => [`Key${String(n)}`, n]));
  it('is searched by exact names only', () => {
    expect(at(object(1000), 'key_7')).toEqual([['Key7', 7]]);
    expect(at(object(1001), 'key7')).toEqual([]);
    expect(at(object(1001), 'Key7')).toEqual([['Key7', 7]]);
  });
  it('is searched by exact flat names only', () => {
    const flat = (length: number): object =>
      Object.fromEntries(Object.keys(object(length)).map((key) => [`${key}.x`, 1]));
    expect(at(flat(1000), 'key7')).toEqual([['Key7', { x: 1 }]]);
    expect(at(flat(1001), 'key7')).toEqual([]);
    expect(at(flat(1001), 'Key7')).toEqual([['Key7', { x: 1 }]]);
  });
});

describe('what is no object', () => {
  it.each<[unknown]>([['abc'], [[1]], [7], [null]])('has no names: %j', (value) => {
    const node = new JsonNode(value);
    expect(node.names).toEqual([]);
    expect(node.objectNames).toBeUndefined();
    expect(['length', '0', 'toString'].map((name) => node.child(name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a node', () => {
  it('with something below it is found once, so that many formats can read it', () => {
    const node = new JsonNode({ a: [{ b: 1 }], 'c.d': 1 });
    expect(node.child('a')).toBe(node.child('A'));
    expect(node.select('a[]')[0]).toBe(node.select('A[]')[0]);
    expect(node.select('c')[0]).toBe(node.select('C')[0]);
  });
  it('knows the texts that it was read from, the outermost first', () => {
    expect(new JsonNode({ a: 1 }).sources).toEqual([]);
    const text = '{"b":"{\\"c\\":1}"}';
    const [found] = new JsonNode({ a: text }).select('a.b.c');
    expect(found?.sources).toEqual([
      { text, path: 'a' },
      { text: '{"c":1}', path: 'a.b' },
    ]);
    expect(found?.value).toBe(1);
  });
});

describe('a value as text', () => {
  it.each<[unknown, string | undefined]>([
    [' a ', 'a'],
    ['  ', undefined],
    [0, '0'],
    [false, 'false'],
    [null, undefined],
    [{}, undefined],
  ])('%p is %p', (value, text) => expect(new JsonNode(value).asText).toBe(text));
  it('is the first of several paths that holds some', () => {
    const message = new JsonNode({ a: '', b: null, c: 'x', d: 'y' });
    expect(message.text('a', 'b', 'c', 'd')).toBe('x');
    expect(message.find('a', 'c')?.path).toBe('c');
    expect(message.text('e')).toBeUndefined();
    expect([message.has('c', 'd'), message.has('a'), message.has('c', 'b')]).toEqual([true, false, false]);
  });
});
