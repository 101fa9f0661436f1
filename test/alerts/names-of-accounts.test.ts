import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alertFormat } from '../../shared/alerts/alert-format';
import { JsonNode } from '../../shared/alerts/json-node';
import { readMessage } from '../../shared/alerts/read-message';
import { namesOf } from '../../shared/core/request';
import { referenceText } from '../../shared/core/user-reference';
import { expectEqual } from '../support/equal';

const ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const FOREIGN = 'c3a9d7e2-5b41-4f60-8e1d-77aa66bb55cc';

const format = alertFormat({
  name: 'test',
  match: [{ path: 'alert', exists: true }],
  alert: { provider: 'Test' },
  hosts: ['machines[].name', 'machine'],
  accounts: [
    {
      at: 'accounts[]',
      names: {
        id: 'id',
        userPrincipalName: ['upn', 'mail'],
        sid: 'sid',
        name: 'name',
        suffix: 'suffix',
        domain: 'domain',
      },
    },
  ],
});

/** The names of each user whom an alert names, the surest first. */
function namesIn(accounts: readonly object[], others: object = {}): readonly (readonly string[])[] {
  const message = new JsonNode({ alert: '1', accounts, ...others });
  const reading = format.read(message, { fallbackId: 'f', repeatedKeys: () => [] });
  if (reading.kind !== 'request') return [];
  return reading.request.users.map((user) => namesOf(reading.request, user).map(referenceText));
}

describe('an account has all its names, the surest first', () => {
  it.each<[readonly object[], readonly (readonly string[])[]]>([
    [[{ mail: 'a@contoso.com', id: FOREIGN }], [[FOREIGN, 'a@contoso.com']]],
    [[{ upn: '["a@contoso.com","b@contoso.com"]' }], [['a@contoso.com'], ['b@contoso.com']]],
    [
      [
        {
          name: 'a',
          domain: 'CONTOSO',
          sid: 'S-1-5-21-1-2-3-4',
          upn: 'a@contoso.com',
          mail: 'b@contoso.com',
        },
      ],
      [['a@contoso.com', 'b@contoso.com', 'S-1-5-21-1-2-3-4', 'CONTOSO\\a']],
    ],
    [
      [
        { upn: 'a@contoso.com', id: ID },
        { upn: 'A@contoso.com', sid: 'S-1-5-21-1-2-3-4' },
      ],
      [[ID, 'a@contoso.com', 'S-1-5-21-1-2-3-4']],
    ],
    [
      [{ id: ID }, { upn: 'a@contoso.com' }],
      [[ID], ['a@contoso.com']],
    ],
    [
      [
        { upn: 'a@contoso.com', id: ID, mail: 'b@contoso.com' },
        { upn: 'A@contoso.com', id: FOREIGN, sid: 'S-1-5-21-1-2-3-4' },
      ],
      [
        [ID, 'b@contoso.com'],
        [FOREIGN, 'S-1-5-21-1-2-3-4'],
      ],
    ],
    [
      [{ upn: 'a@contoso.com' }, { id: ID, upn: 'a@contoso.com' }, { id: FOREIGN, upn: 'a@contoso.com' }],
      [[ID], [FOREIGN], ['a@contoso.com']],
    ],
    [
      [
        { upn: 'a@contoso.com', sid: 'S-1-5-21-1-2-3-4', mail: 'b@contoso.com' },
        { id: ID, upn: 'a@contoso.com' },
        { id: FOREIGN, sid: 'S-1-5-21-1-2-3-4' },
      ],
      [
        [ID, 'a@contoso.com'],
        [FOREIGN, 'S-1-5-21-1-2-3-4'],
        ['a@contoso.com', 'b@contoso.com', 'S-1-5-21-1-2-3-4'],
      ],
    ],
    [
      [
        { id: ID, upn: 'a@contoso.com' },
        { sid: 'S-1-5-21-1-2-3-4', upn: 'a@contoso.com' },
        { id: ID.toUpperCase() },
      ],
      [[ID, 'a@contoso.com', 'S-1-5-21-1-2-3-4']],
    ],
  ])('%j: %j', (accounts, names) => expect(namesIn(accounts)).toEqual(names));
});

describe('a field with several names is about as many users', () => {
  it.each<[object, readonly (readonly string[])[]]>([
    [{ upn: 'a@contoso.com\nb@contoso.com' }, [['a@contoso.com'], ['b@contoso.com']]],
    [{ mail: 'SMTP:a@contoso.com;smtp:b@contoso.com' }, [['a@contoso.com'], ['b@contoso.com']]],
    [{ name: 'a\nb', domain: 'CONTOSO' }, [['CONTOSO\\a'], ['CONTOSO\\b']]],
    [{ name: 'a\nb', suffix: 'contoso.com' }, [['a@contoso.com'], ['b@contoso.com']]],
    [{ name: 'Doe, Avery', upn: 'Avery Doe <a@contoso.com>' }, [['a@contoso.com']]],
    [{ id: ID, mail: 'a@contoso.com, b@contoso.com' }, [[ID], ['a@contoso.com'], ['b@contoso.com']]],
    [{ upn: ['a@contoso.com', 'acct:b@contoso.com'] }, [['a@contoso.com'], ['b@contoso.com']]],
    [{ upn: 'i:0#.f|membership|a@contoso.com' }, [['a@contoso.com']]],
    [{ upn: '["a@contoso.com"]' }, [['a@contoso.com']]],
  ])('%j: %j', (account, names) => expect(namesIn([account])).toEqual(names));
  it('in a request of our own as well', () => {
    const read = (request: object) =>
      readMessage(new TextEncoder().encode(JSON.stringify(request)), { fallbackId: 'f' });
    const [one] = read({ user: 'a@contoso.com; mailto:b@contoso.com' });
    expect(one).toMatchObject({
      request: { users: [{ userPrincipalName: 'a@contoso.com' }, { userPrincipalName: 'b@contoso.com' }] },
    });
    const [other] = read({
      users: [{ userPrincipalName: 'SMTP:a@contoso.com' }, 'i:0#.f|membership|b@contoso.com'],
    });
    expect(other).toMatchObject({
      request: { users: [{ userPrincipalName: 'a@contoso.com' }, { userPrincipalName: 'b@contoso.com' }] },
    });
  });
});

describe('an account that is local to a machine of the alert is not looked up', () => {
  it.each<[string, string, object]>([
    ['by its bare name', 'PC-17', { machine: 'pc-17' }],
    ['by the name in a domain', 'PC-17', { machines: [{ name: 'pc-17.corp.contoso.com' }] }],
    ['by the name in its domain', 'pc-17.corp.contoso.com', { machine: 'PC-17.corp.contoso.com' }],
    ['by a name in a domain where the alert has a bare one', 'pc-17.corp.contoso.com', { machine: 'PC-17' }],
    ['by one of several machines', 'pc-18', { machines: [{ name: 'pc-17' }, { name: 'PC-18' }] }],
    ['by a name that NetBIOS has cut', 'ACCOUNTS-PAYABL', { machine: 'accounts-payable.corp.contoso.com' }],
    ['by a name in a private network', 'PC-17', { machine: 'pc-17.local' }],
  ])('%s', (_how, domain, machines) => {
    expect(namesIn([{ name: 'lee', domain }], machines)).toEqual([]);
    expect(namesIn([{ name: `${domain}\\lee` }], machines)).toEqual([]);
    expect(namesIn([{ name: 'lee', domain, sid: 'S-1-5-21-1-2-3-1001' }], machines)).toEqual([]);
  });
  it.each<[string, string, object]>([
    ['another machine', 'CONTOSO', { machine: 'pc-17.contoso.com' }],
    ['the site of the domain', 'CONTOSO', { machine: 'contoso.com' }],
    ['no machine', 'PC-17', {}],
  ])('but is where the alert names %s', (_what, domain, machines) =>
    expect(namesIn([{ name: 'lee', domain }], machines)).toEqual([[`${domain}\\lee`]]),
  );
});

describe('a second name', () => {
  const names = { id: ID, upn: 'a@contoso.com', mail: 'b@contoso.com', sid: 'S-1-5-21-1-2-3-4' };
  it('in the same account or in another mention never loses a user, nor adds one', () =>
    fc.assert(
      fc.property(
        fc.subarray(Object.keys(names), { minLength: 1 }),
        fc.subarray(Object.keys(names), { minLength: 1 }),
        (some, more) => {
          const account = (keys: readonly string[]) =>
            Object.fromEntries(Object.entries(names).filter(([key]) => keys.includes(key)));
          const [alone = []] = namesIn([account(some)]);
          const [both = [], ...others] = namesIn([account([...some, ...more])]);
          expectEqual(others, []);
          expect(both).toEqual(expect.arrayContaining([...alone]));
        },
      ),
    ));
});

it('users with different ids are never one user, whatever other names they have in common', () => {
  const ids = [ID, FOREIGN, 'd4b3a9e8-1111-4f60-8e1d-77aa66bb55cc'];
  const account = fc.record(
    {
      id: fc.constantFrom(...ids),
      upn: fc.constantFrom('a@contoso.com', 'b@contoso.com'),
      sid: fc.constantFrom('S-1-5-21-1-2-3-4', 'S-1-5-21-1-2-3-5'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(account, { maxLength: 6 }), (accounts) => {
      const found = namesIn(accounts);
      const named = accounts.flatMap(({ id }) => id ?? []);
      expect(found.map((names) => names.filter((name) => ids.includes(name)).length)).not.toContain(2);
      expect(found.flat()).toEqual(expect.arrayContaining(named));
      expectEqual(new Set(found.map(([best]) => best)).size, found.length);
    }),
    {
      examples: [
        [
          [
            { upn: 'a@contoso.com', sid: 'S-1-5-21-1-2-3-4' },
            { id: ID, upn: 'a@contoso.com' },
            { id: FOREIGN, sid: 'S-1-5-21-1-2-3-4' },
            { upn: 'a@contoso.com', sid: 'S-1-5-21-1-2-3-4' },
          ],
        ],
      ],
    },
  );
});

describe('a field with several names', () => {
  it('is skipped for each of them when the domain beside it is too long for a domain', () => {
    const names = Array.from({ length: 900 }, (_, n) => `n${String(n)}`).join(';');
    const message = new JsonNode({ alert: '1', accounts: [{ name: names, domain: 'x.'.repeat(60_000) }] });
    const reading = format.read(message, { fallbackId: 'f', repeatedKeys: () => [] });
    expect(reading.kind === 'nothingToDo' && reading.skipped.length).toBe(900);
    expect(JSON.stringify(reading).length).toBeLessThan(900 * 1000);
  });
});
