import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatedKeys } from '../../shared/alerts/repeated-keys';
import { expectEqual } from '../support/equal';

describe('keys that appear twice', () => {
  it.each<[string, string[]]>([
    ['{}', []],
    ['{"a":1,"b":1}', []],
    ['{"a":1,"a":2}', ['a']],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['{"a":1,"a":2,"a":3}', ['a', 'a']],
    ['{"a":{"b":1},"b":{"a":1}}', []],
    ['{"a":{"b":1,"b":2}}', ['a.b']],
    ['{"a":[{"b":1},{"b":1,"b":2}]}', ['a[1].b']],
    ['[[1,{"x":1,"x":1}]]', ['[0][1].x']],
    ['{"a":"a","b":"a"}', []],
    ['{"a":"{\\"x\\":1,\\"x\\":2}"}', []],
    ['{"a":"\\\\","a":1}', ['a']],
    ['{"a,":"[","a":1, "b" : [ "a", "a" ] , "b":2}', ['b']],
    ['"a"', []],
  ])('%s', (text, paths) => expect(repeatedKeys(text)).toEqual(paths));
  it('are never found in what one writer has written', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 5 }), (text) => expectEqual(repeatedKeys(text), [])));
  });
  it('are looked for until there are enough of them to reject the message, however deep they are', () => {
    const depth = 10_000;
    const text = `${'{"a":'.repeat(depth)}1${',"a":1}'.repeat(depth)}`;
    const paths = repeatedKeys(text);
    expect(paths).toHaveLength(21);
    for (const path of paths) expect(path.length).toBeLessThan(300);
  });
  it('are found wherever they are put', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (key, one, other) => {
        const name = JSON.stringify(key);
        const text = `{"list":[{${name}:${JSON.stringify(one)},${name}:${JSON.stringify(other)}}]}`;
        expectEqual(repeatedKeys(text), [`list[0].${key}`]);
      }),
    );
  });
});
