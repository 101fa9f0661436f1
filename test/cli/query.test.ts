import { describe, expect, it } from '@jest/globals';
import { readQuery } from '../../shared/cli/output/query';

describe('a query that is wrong names the position', () => {
  it.each([
    ['', 1, 'too early'],
    ['[].{a:b]', 8, ']'],
    ['[].{a:b', 8, 'too early'],
    ['a.', 3, 'too early'],
    ['a.|b', 3, '|'],
    ['a b', 3, 'b'],
    ['a.b$c', 4, '$'],
    ['a = b', 3, '='],
    ["[?a=='b]", 6, "'"],
    ['[?a==`b]', 6, '`'],
    ['a."b', 3, '"'],
    ['[1:a]', 4, 'a'],
    ['[1:', 4, 'too early'],
    ['[a,]', 4, ']'],
    ['length(@', 9, 'too early'],
    ['lenght(@)', 1, 'no function lenght'],
    ['[].constructor(@)', 4, 'no function constructor'],
    [']', 1, ']'],
  ])('%j: at %i, %s', (text, at, problem) =>
    expect(readQuery(text)).toEqual({ kind: 'invalid', at, problem: expect.stringContaining(problem) }),
  );
});

describe('a query is right', () => {
  it.each([
    '@',
    '[]',
    '[0]',
    '[-1].a',
    '[1:2:3]',
    '*.a',
    'a."b c".d',
    "[?a=='b' && !(c != `1`)] | [0]",
    "sort_by([], &a)[].{x: join(',', b[*].c), y: [d, e]}",
    '[?contains(keys(@), `"a"`)]',
    "'it\\'s'",
    'a.*',
    'a.[b]',
    'a.{b: c}',
    'a || b',
    '[][]',
  ])('%s', (text) => expect(readQuery(text)).toMatchObject({ kind: 'valid' }));
});
