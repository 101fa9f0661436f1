import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../shared/alerts/format-schema';
import { requiredNames } from '../../shared/alerts/required-names';

describe('a condition requires', () => {
  it.each<[string, Condition, readonly string[] | undefined]>([
    ['the name that its path begins with', { path: 'Alert_Id', exists: true }, ['alertid']],
    ['the first name, or several joined', { path: 'a.b.c', is: 'x' }, ['a', 'a.b', 'a.b.c']],
    ['names up to the first list', { path: 'a.b[].c', is: 'x' }, ['a', 'a.b']],
    ['a name of any of its paths', { path: ['a', 'b'], startsWith: 'x' }, ['a', 'b']],
    ['a name where it compares', { path: 'a', sameAs: 'b' }, ['a']],
    ['a name where it wants a meaning', { path: 'a', means: 'closed' }, ['a']],
    ['nothing where it wants no value', { path: 'a', exists: false }, undefined],
    ['nothing where another value will do', { path: 'a', isNot: 'x' }, undefined],
    ['nothing where another meaning will do', { path: 'a', meansNot: 'closed' }, undefined],
    ['nothing where the message itself will do', { path: ['a', '.'], is: 'x' }, undefined],
    ['nothing where the message is a list', { path: ['a', '[].b'], is: 'x' }, undefined],
  ])('%s', (_what, condition, names) => expect(requiredNames(condition)).toEqual(names));
});
