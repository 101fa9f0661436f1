import { describe, expect, it } from '@jest/globals';
import type { KnownEntry } from '../../shared/core/protected-entry';
import {
  entryThatLedTo,
  knownOf,
  problemOf,
  protectedEntries,
  protectsByName,
  withEarlierIds,
} from '../../shared/core/protected-entry';

const ID = '7d1c2e3f-aaaa-4b5c-8d6e-9f0a1b2c3d4e';
const known = (changes: Partial<KnownEntry> = {}): KnownEntry => ({
  kind: 'user',
  entry: 'break-glass@contoso.com',
  ids: [ID],
  state: 'resolved',
  checkedAt: '2026-11-23T10:00:00.000Z',
  ...changes,
});

it('the entries of a policy are named by their places in it', () =>
  expect(protectedEntries({ users: ['a', 'b'], groups: ['g'], roles: ['r'] })).toEqual([
    { kind: 'user', entry: 'a', path: 'protected.users[0]' },
    { kind: 'user', entry: 'b', path: 'protected.users[1]' },
    { kind: 'group', entry: 'g', path: 'protected.groups[0]' },
    { kind: 'role', entry: 'r', path: 'protected.roles[0]' },
  ]));

it.each([
  [[], false],
  [[ID], false],
  [[ID, 'break-glass@contoso.com'], true],
])('only the directory knows whom the users %j are: %s', (users, expected) =>
  expect(protectsByName({ users })).toBe(expected),
);

describe('an entry', () => {
  const entry = { kind: 'user', entry: 'break-glass@contoso.com', path: 'protected.users[0]' } as const;
  it('has no problem while it leads to one account, or nothing is known of it', () => {
    expect(problemOf(entry, known())).toBeUndefined();
    expect(problemOf(entry, undefined)).toBeUndefined();
  });
  it.each(['notFound', 'renamed', 'several', 'notAUser'] as const)('has the problem %s', (state) =>
    expect(problemOf(entry, known({ state }))).toEqual({ kind: state }),
  );
  it('of a user whose name holds what nobody sees has that problem first', () => {
    const hidden = { ...entry, entry: 'break\u200b-glass@contoso.com' };
    expect(problemOf(hidden, known({ state: 'notFound' }))).toEqual({
      kind: 'invisible',
      codePoint: 'U+200B',
    });
    expect(problemOf({ ...hidden, kind: 'group' }, undefined)).toBeUndefined();
  });
  it('is known by its kind and its text', () => {
    const all = [known({ kind: 'group' }), known({ entry: 'other' }), known()];
    expect(knownOf(entry, all)).toBe(all[2]);
    expect(knownOf(entry, all.slice(0, 2))).toBeUndefined();
  });
});

describe('the entry that has led to a user', () => {
  const all = [known({ kind: 'group', entry: 'a' }), known({ entry: 'b', ids: ['x', ID] })];
  it.each([
    [ID, ['a', 'b'], 'b'],
    [ID.toUpperCase(), ['b'], 'b'],
    ['x', ['b'], 'b'],
    [ID, ['a'], undefined],
    [ID, ['c'], undefined],
    ['y', ['b'], undefined],
  ])('%s, of %j: %s', (userId, users, entry) => expect(entryThatLedTo(userId, all, { users })).toBe(entry));
});

describe('what is known after another look-up', () => {
  it('keeps every id, each once, the earlier ones first', () => {
    const found = known({ ids: ['c', 'a'], state: 'renamed' });
    expect(withEarlierIds(found, known({ ids: ['a', 'b'] }))).toEqual({ ...found, ids: ['a', 'b', 'c'] });
    expect(withEarlierIds(found, undefined)).toEqual(found);
  });
  it('ends at 500 ids', () => {
    const ids = Array.from({ length: 500 }, (_, n) => String(n));
    expect(withEarlierIds(known(), known({ ids })).ids).toEqual(ids);
  });
});
