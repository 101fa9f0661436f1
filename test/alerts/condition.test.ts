import { describe, expect, it } from '@jest/globals';
import { testOf } from '../../shared/alerts/condition';
import type { Condition } from '../../shared/alerts/format-schema';
import { JsonNode } from '../../shared/alerts/json-node';

const alert = new JsonNode({
  status: 'Closed',
  tags: ['a', 'b'],
  host: 'WKS',
  domain: 'wks',
  none: null,
  level: 3,
  kind: 'User Account',
});

describe('a condition is met, with a reason that is the same in every language', () => {
  it.each<[Condition, string]>([
    [{ path: 'status', exists: true }, 'status = *'],
    [{ path: ['state', 'status'], exists: true }, 'status = *'],
    [{ path: 'none', exists: false }, 'none = null'],
    [{ path: ['state', 'none'], exists: false }, 'state, none = null'],
    [{ path: 'status', is: 'closed' }, 'status = closed'],
    [{ path: 'status', is: ['resolved', 'CLOSED'] }, 'status = CLOSED'],
    [{ path: 'level', is: '3' }, 'level = 3'],
    [{ path: 'tags[]', is: 'B' }, 'tags[] = B'],
    [{ path: 'status', isNot: 'open' }, 'status != open'],
    [{ path: 'status', isNot: ['a', 'b', 'c', 'd'] }, 'status != a, b, c, …'],
    [{ path: 'state', isNot: 'open' }, 'state = null'],
    [{ path: 'status', startsWith: 'clo' }, 'status = clo*'],
    [{ path: 'status', contains: ['x', 'SE'] }, 'status = *SE*'],
    [{ path: 'host', sameAs: 'domain' }, 'host = domain'],
    [{ path: 'kind', is: 'USER_ACCOUNT' }, 'kind = USER_ACCOUNT'],
    [{ path: 'kind', is: ['userAccount'] }, 'kind = userAccount'],
    [{ path: 'tags[]', every: [{ path: '.', is: ['b', 'a'] }] }, 'tags[]: . = a'],
    [{ path: ['none[]', 'host'], every: [{ path: '.', is: 'wks' }] }, 'host: . = wks'],
  ])('%j: %s', (condition, reason) => expect(testOf(condition)(alert)).toBe(reason));
});

describe('a condition is not met', () => {
  it.each<[Condition]>([
    [{ path: 'none', exists: true }],
    [{ path: 'status', exists: false }],
    [{ path: ['none', 'status'], exists: false }],
    [{ path: 'status', is: 'open' }],
    [{ path: 'state', is: 'open' }],
    [{ path: 'status', isNot: 'closed' }],
    [{ path: 'tags[]', isNot: 'b' }],
    [{ path: 'status', startsWith: 'losed' }],
    [{ path: 'status', contains: 'x' }],
    [{ path: 'host', sameAs: 'status' }],
    [{ path: 'host', sameAs: 'state' }],
    [{ path: 'state', sameAs: 'none' }],
    [{ path: 'kind', isNot: 'user_account' }],
    [{ path: 'kind', is: 'user' }],
    [{ path: 'tags[]', every: [{ path: '.', is: 'a' }] }],
    [{ path: 'tags[]', every: [{ path: '.', is: 'b' }] }],
    [{ path: ['none[]', 'state'], every: [{ path: '.', exists: true }] }],
  ])('%j', (condition) => expect(testOf(condition)(alert)).toBeUndefined());
});
