import { describe, expect, it } from '@jest/globals';
import { aliasesOf, distinctUsers } from '../../shared/alerts/distinct-users';
import type { UserReference } from '../../shared/core/user-reference';
import { referenceText } from '../../shared/core/user-reference';

const [ID, OTHER_ID] = ['0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01', 'c3a9d7e2-5b41-4f60-8e1d-77aa66bb55cc'];
const SID = 'S-1-5-21-1-2-3-4';

function reference(name: string): UserReference {
  if (name.startsWith('S-')) return { kind: 'sid', sid: name };
  if (name.includes('@')) return { kind: 'userPrincipalName', userPrincipalName: name };
  const [domain = '', samAccountName] = name.split('\\');
  return samAccountName === undefined
    ? { kind: 'id', id: name }
    : { kind: 'samAccountName', samAccountName, domain };
}

/** The users of mentions, each a list of names, and the number of the mention that names them first. */
function usersOf(...mentions: readonly (readonly string[])[]): (readonly string[])[] {
  const users = mentions.map((names, n) => {
    const [first, ...aliases] = names.map(reference);
    if (!first) throw new Error('A mention has a name.');
    return { kind: 'user' as const, path: String(n), reference: first, aliases };
  });
  return distinctUsers(users).map(({ path, reference: best, aliases }) => [
    path,
    ...[best, ...aliases].map(referenceText),
  ]);
}

describe('mentions with a name in common are one user', () => {
  it.each<[string, readonly (readonly string[])[], readonly (readonly string[])[]]>([
    ['none', [], []],
    ['one', [[ID, SID, 'a@b.c']], [['0', ID, 'a@b.c', SID]]],
    ['the same one twice', [[ID], [ID]], [['0', ID]]],
    [
      'the same one twice, with another name',
      [
        [ID, 'a@b.c'],
        [ID, 'a@b.c'],
      ],
      [['0', ID, 'a@b.c']],
    ],
    [
      'with names that only one of them has',
      [
        [ID, 'C\\a'],
        [ID, SID],
        [ID, 'a@b.c'],
      ],
      [['0', ID, 'a@b.c', SID, 'C\\a']],
    ],
    [
      'without an id',
      [
        ['a@b.c', SID],
        ['a@b.c', 'd@b.c'],
      ],
      [['0', 'a@b.c', 'd@b.c', SID]],
    ],
    [
      'through one with more names, wherever it is',
      [['a@b.c'], ['d@b.c', SID], ['x@b.c', 'a@b.c', 'd@b.c']],
      [['2', 'x@b.c', 'a@b.c', 'd@b.c', SID]],
    ],
  ])('%s', (_what, mentions, users) => expect(usersOf(...mentions)).toEqual(users));
});

it('a mention with names of two users is of the one who has an id', () =>
  expect(usersOf(['d@b.c', SID], ['d@b.c', 'a@b.c'], [ID, 'a@b.c'])).toContainEqual([
    '2',
    ID,
    'a@b.c',
    'd@b.c',
  ]));

it('users with different ids keep the names that are not of both', () =>
  expect(usersOf([ID, 'a@b.c', SID], [OTHER_ID, 'a@b.c', 'd@b.c'])).toEqual([
    ['0', ID, SID],
    ['1', OTHER_ID, 'd@b.c'],
  ]));

describe('the further names of users', () => {
  const [path, first, other] = ['a', reference(ID), reference('a@b.c')];
  it('are kept by the name that the request has', () =>
    expect(
      aliasesOf([
        { path, reference: first, aliases: [other] },
        { path, reference: reference(OTHER_ID), aliases: [] },
      ]),
    ).toEqual({ [`id:${ID}`]: [other] }));
  it('are nothing where no user has any', () => {
    expect(aliasesOf([{ path, reference: first, aliases: [] }])).toBeUndefined();
    expect(aliasesOf([])).toBeUndefined();
  });
});
