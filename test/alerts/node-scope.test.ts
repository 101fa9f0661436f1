import { describe, expect, it } from '@jest/globals';
import { fieldName } from '../../shared/alerts/json-path';
import { MAX_LISTED, MAX_UNOPENED } from '../../shared/alerts/limits';
import { NodeScope } from '../../shared/alerts/node-scope';

describe('the items that are looked at in one message', () => {
  it('end at the maximum, in all its lists together', () => {
    const scope = new NodeScope();
    const admitted = scope.during(() => [
      scope.admitItems(MAX_LISTED - 1),
      scope.admitItems(2),
      scope.admitItems(1),
      scope.admitItems(1),
    ]);
    expect(admitted).toEqual({
      result: [true, false, true, false],
      excess: `holds more than ${String(MAX_LISTED)} items`,
    });
  });
  it('are no excess while there are fewer, also after work that was one', () => {
    const scope = new NodeScope();
    expect(scope.during(() => scope.admitItems(MAX_LISTED + 1)).excess).toBeDefined();
    expect(scope.during(() => scope.admitItems(MAX_LISTED))).toEqual({ result: true, excess: undefined });
  });
});

describe('the texts that begin like JSON', () => {
  it('are parsed until the maximum of them was something else', () => {
    const scope = new NodeScope();
    for (let n = 1; n < MAX_UNOPENED; n++) scope.countUnopened();
    expect(scope.during(() => scope.admitText())).toEqual({ result: true, excess: undefined });
    scope.countUnopened();
    expect(scope.during(() => scope.admitText())).toEqual({
      result: false,
      excess: `holds more than ${String(MAX_UNOPENED)} texts that begin like JSON and are not`,
    });
  });
  it('keep the first excess of some work', () => {
    const scope = new NodeScope();
    for (let n = 0; n < MAX_UNOPENED; n++) scope.countUnopened();
    const { excess } = scope.during(() => [scope.admitItems(MAX_LISTED + 1), scope.admitText()]);
    expect(excess).toBe(`holds more than ${String(MAX_LISTED)} items`);
    const other = scope.during(() => [scope.admitText(), scope.admitItems(MAX_LISTED + 1)]);
    expect(other.excess).toMatch(/texts that begin like JSON and are not$/);
  });
});

describe('the names of objects', () => {
  const wide = (count: number): Record<string, number> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`name${String(n)}`, n]));
  it.each([{}, { a: 1 }, { a: 1, b: 2 }, wide(200)])(
    'are shared by objects with the same names: %#',
    (one) => {
      const scope = new NodeScope();
      expect(scope.namesOf({ ...one })).toBe(scope.namesOf({ ...one }));
      expect(scope.namesOf(one).names).toEqual(Object.keys(one));
    },
  );
  it('are not shared between objects of very many names', () => {
    const scope = new NodeScope();
    expect(scope.namesOf(wide(201))).not.toBe(scope.namesOf(wide(201)));
    expect(scope.namesOf(wide(201)).names).toHaveLength(201);
  });
  it.each([
    [
      { a: 1, b: 2 },
      { a: 1, c: 2 },
    ],
    [
      { a: 1, b: 2, c: 3 },
      { a: 1, b: 2, d: 3 },
    ],
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{}, { a: 1 }],
  ])('are their own where one of them differs: %j, %j', (one, other) => {
    const scope = new NodeScope();
    expect([one, other, one].map((object) => scope.namesOf(object).names)).toEqual(
      [one, other, one].map((object) => Object.keys(object)),
    );
  });
  it('find a value by its exact name first, then by its spelling', () => {
    const names = new NodeScope().namesOf({ user_id: 1, userId: 2, Other: 3 });
    const key = (written: string, object: Record<string, number>): string | null =>
      names.keyFor(object, fieldName(written));
    const object = { user_id: 1, userId: 2, Other: 3 };
    expect(['userId', 'user_id', 'other', 'absent'].map((written) => key(written, object))).toEqual([
      'userId',
      'user_id',
      'Other',
      null,
    ]);
    expect(key('other', object)).toBe('Other');
  });
  it('are searched by exact names only where there are very many of them', () => {
    const object = { ...wide(5000), Other: 1 };
    const names = new NodeScope().namesOf(object);
    expect([names.spellings, names.keyFor(object, fieldName('other'))]).toEqual([undefined, null]);
    expect(names.keyFor(object, fieldName('Other'))).toBe('Other');
  });
});
