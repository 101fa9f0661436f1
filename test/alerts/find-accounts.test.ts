import { describe, expect, it } from '@jest/globals';
import type { AccountHook, Identified } from '../../shared/alerts/account';
import { accountFinder } from '../../shared/alerts/find-accounts';
import type { Place } from '../../shared/alerts/format-schema';
import { JsonNode } from '../../shared/alerts/json-node';
import { MAX_ACCOUNTS, MAX_CANDIDATES } from '../../shared/alerts/limits';
import { referenceText } from '../../shared/core/user-reference';

const OUTSIDE = 'd1d1d1d1-2222-4333-8444-555566667777';
const ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';

const user = { at: 'users[]', names: { userPrincipalName: 'upn' } } as const;

/** Each account that is found: the name of a user, or the reason for skipping it with the name that is shown. */
function shown(found: readonly Identified[] | undefined): readonly string[] | undefined {
  return found?.map((one) =>
    one.kind === 'user' ? referenceText(one.reference) : `${one.name ?? one.path}: ${one.reason}`,
  );
}
function find(
  places: readonly Place[],
  alert: object,
  hook?: AccountHook,
): readonly Identified[] | undefined {
  return accountFinder({ accounts: [...places], hosts: 'machine' }, {}, hook)(new JsonNode(alert));
}
const namesIn = (place: Place, alert: object): readonly string[] | undefined => shown(find([place], alert));
const upn = (name: string, more: object = {}): object => ({ upn: `${name}@contoso.com`, ...more });

describe('the accounts of an alert', () => {
  it('are at each of the places, in their order', () => {
    const alert = { users: [upn('a')], actor: upn('b'), upn: 'c@contoso.com' };
    const top: Place = { names: { userPrincipalName: 'upn' } };
    expect(shown(find([top, user, { ...user, at: ['actor', 'users[]'] }], alert))).toEqual([
      'c@contoso.com',
      'a@contoso.com',
      'b@contoso.com',
      'a@contoso.com',
    ]);
  });
  it('are at the paths from where the place is', () => {
    const alert = { alerts: [{ users: [upn('a')] }, { users: [upn('b')] }], more: { users: [upn('c')] } };
    expect(namesIn({ ...user, in: ['alerts[]', 'more'] }, alert)).toEqual([
      'a@contoso.com',
      'b@contoso.com',
      'c@contoso.com',
    ]);
  });
  it('are not looked for where the alert does not meet the conditions of the place', () => {
    const place: Place = { ...user, when: [{ path: 'type', is: 'identity' }] };
    expect(namesIn(place, { type: 'identity', users: [upn('a')] })).toEqual(['a@contoso.com']);
    expect(namesIn(place, { type: 'mail', users: [upn('a')] })).toEqual([]);
  });
  it('are not looked for in a place that is to be left out', () => {
    const place: Place = { ...user, in: 'alerts[]', skipPlacesWhen: [{ path: 'status', is: 'closed' }] };
    const alerts = [{ status: 'closed', users: [upn('a')] }, { users: [upn('b')] }];
    expect(namesIn(place, { alerts })).toEqual(['b@contoso.com']);
  });
  it('are only what meets the conditions of an account', () => {
    const place: Place = { ...user, onlyWhen: [{ path: 'type', is: 'user' }] };
    expect(namesIn(place, { users: [upn('a', { type: 'user' }), upn('b')] })).toEqual(['a@contoso.com']);
  });
  it('have the keys of a definition, but for those of their own', () => {
    const definitions = { user: { at: 'others[]', names: user.names } };
    const finder = accountFinder({ accounts: [{ use: 'user', at: 'users[]' }] }, definitions, undefined);
    const alert = new JsonNode({ users: [upn('a')], others: [upn('b')] });
    expect(shown(finder(alert))).toEqual(['a@contoso.com']);
  });
});

describe('an account that is skipped', () => {
  const place: Place = {
    at: 'users[]',
    names: {
      id: 'id',
      userPrincipalName: 'upn',
      name: 'name',
      suffix: 'suffix',
      domain: ['realm', 'domain'],
    },
    skipAccountsWhen: [{ path: 'role', is: 'analyst' }],
    localWhen: [{ path: 'scope', is: 'machine' }],
  };
  it('is shown by its name, its path and the reason', () =>
    expect(find([place], { users: [upn('a', { role: 'analyst' })] })).toEqual([
      { kind: 'skipped', path: 'users[0]', name: 'a@contoso.com', reason: 'role = analyst' },
    ]));
  it('is shown without a name where it has none', () =>
    expect(find([place], { users: [{ role: 'analyst' }] })).toEqual([
      { kind: 'skipped', path: 'users[0]', reason: 'role = analyst' },
    ]));
  it('is one that the alert calls local to a machine, or whose domain is a machine of the alert', () => {
    expect(namesIn(place, { users: [{ name: 'lee', domain: 'CONTOSO', scope: 'machine' }] })).toEqual([
      'lee: is an account of one machine',
    ]);
    expect(namesIn(place, { machine: 'pc-17', users: [{ name: 'lee', domain: 'PC-17' }] })).toEqual([
      'lee: is an account of one machine',
    ]);
  });
  it('is none that has a domain at one of the paths, also behind a blank one', () =>
    expect(namesIn(place, { users: [{ name: 'lee', realm: ' ', domain: 'CONTOSO' }] })).toEqual([
      'CONTOSO\\lee',
    ]));
  it('is nothing where an account has no name at all', () =>
    expect(find([place], { users: [{ domain: 'CONTOSO' }, {}] })).toEqual([]));
});

describe('a user', () => {
  it('has the path of its surest name, its other names and its home tenant', () => {
    const names = { id: 'id', userPrincipalName: 'upn', sid: 'sid', tenant: 'tenant' };
    const users = [upn('a', { id: ID, sid: 'S-1-5-21-1-2-3-4', tenant: OUTSIDE })];
    expect(find([{ at: 'users[]', names }], { users })).toEqual([
      {
        kind: 'user',
        path: 'users[0].id',
        reference: { kind: 'id', id: ID },
        aliases: [
          { kind: 'userPrincipalName', userPrincipalName: 'a@contoso.com' },
          { kind: 'sid', sid: 'S-1-5-21-1-2-3-4' },
        ],
        tenant: OUTSIDE,
      },
    ]);
  });
});

describe('a hook of a format', () => {
  const hook: AccountHook = (alert) => [
    { userPrincipalNames: alert.select('subject') },
    { names: alert.select('login'), domain: alert.child('domain') },
  ];
  it('finds further accounts, which are identified as all others', () => {
    const alert = { users: [upn('a')], subject: 'b@contoso.com\nc@contoso.com' };
    expect(shown(find([user], alert, hook))).toEqual(['a@contoso.com', 'b@contoso.com', 'c@contoso.com']);
  });
  it('knows the machines of the alert', () =>
    expect(shown(find([], { login: 'lee', domain: 'PC-17', machine: 'pc-17' }, hook))).toEqual([
      'login: is an account of one machine',
    ]));
});

describe('more accounts than an alert may name', () => {
  // Those that are skipped count as well, and are found much faster.
  const skipped: Place = { ...user, skipAccountsWhen: [{ path: 'role', exists: true }] };
  const users = Array.from({ length: MAX_ACCOUNTS }, () => ({ role: 'analyst' }));
  const hook: AccountHook = (alert) => [{ userPrincipalNames: alert.select('subject') }];
  it('are not answered, wherever they are found', () => {
    expect(find([skipped], { users })).toHaveLength(MAX_ACCOUNTS);
    expect(find([skipped], { users: [...users, upn('a')] })).toBeUndefined();
    expect(find([skipped, { ...user, at: 'others[]' }], { users, others: [upn('a')] })).toBeUndefined();
    expect(find([skipped], { users }, hook)).toHaveLength(MAX_ACCOUNTS);
    expect(find([skipped], { users, subject: 'a@contoso.com' }, hook)).toBeUndefined();
  });
  it('are not looked for among more candidates than are searched', () => {
    const others: Place = { ...user, onlyWhen: [{ path: 'role', exists: true }] };
    const nobody = Array.from({ length: MAX_CANDIDATES }, () => 0);
    expect(find([others], { users: nobody })).toEqual([]);
    expect(find([others], { users: [...nobody, 0] })).toBeUndefined();
  });
});

describe('an account in an alert about mail', () => {
  const place: Place = {
    at: 'users[]',
    names: { id: 'id', userPrincipalName: 'upn', sid: 'sid', name: 'name', suffix: 'suffix' },
    skipAccountsWhen: [{ path: 'role', is: 'analyst' }],
    compromisedWhen: [{ path: 'role', is: 'compromised' }],
    mail: {
      titles: 'title',
      evidence: 'evidence[]',
      recipients: 'to',
      senders: 'from',
      actors: ['process.user', 'process.user.$ref'],
    },
  };
  const [title, RECIPIENT] = ['Phishing email received', 'only received or reported the mail'];
  it('is skipped as a recipient, and shown by its name', () =>
    expect(find([place], { title, users: [upn('a'), upn('b', { role: 'analyst' })] })).toEqual([
      { kind: 'skipped', path: 'users[0].upn', name: 'a@contoso.com', reason: RECIPIENT },
      { kind: 'skipped', path: 'users[1]', name: 'b@contoso.com', reason: 'role = analyst' },
    ]));
  it('is no recipient where the alert calls it compromised', () =>
    expect(namesIn(place, { title, users: [upn('a'), upn('b', { role: 'compromised' })] })).toEqual([
      `a@contoso.com: ${RECIPIENT}`,
      'b@contoso.com',
    ]));
  it.each<[string, object, string]>([
    ['an id', { id: ID }, ID.toUpperCase()],
    ['a user principal name', upn('A'), 'a@contoso.com'],
    ['a security identifier', upn('a', { sid: 'S-1-5-21-1-2-3-4' }), 's-1-5-21-1-2-3-4'],
    ['a name and a suffix', { name: 'a', suffix: 'Contoso.com' }, 'a@contoso.com'],
    ['an address in the place of a name', { name: 'A@contoso.com' }, 'a@contoso.com'],
  ])('is no recipient where a process has its name: %s', (_what, account, name) => {
    const users = [account, upn('other', { name: 'other' })];
    const [first, second] = namesIn(place, { title, users, process: { user: name } }) ?? [];
    expect(first).not.toContain(RECIPIENT);
    expect(second).toBe(`other@contoso.com: ${RECIPIENT}`);
  });
  it('is no recipient where a process refers to its $id', () => {
    const users = [upn('a', { $id: 'E1' }), upn('b', { $id: 'e2' }), upn('c')];
    expect(namesIn(place, { title, users, process: { user: { $ref: 'e1' } } })).toEqual([
      'a@contoso.com',
      `b@contoso.com: ${RECIPIENT}`,
      `c@contoso.com: ${RECIPIENT}`,
    ]);
  });
  it('is uncertain where the alert means one of several who all received the mail', () => {
    const evidence = [{ to: 'a@contoso.com' }, { to: 'b@contoso.com' }];
    const reason = 'received the mail, as all accounts of the alert did';
    const acting = { title: 'Suspicious inbox forwarding rule', evidence };
    expect(find([place], { ...acting, users: [upn('a'), upn('b')] })).toEqual([
      { kind: 'skipped', path: 'users[0].upn', name: 'a@contoso.com', reason, isUncertain: true },
      { kind: 'skipped', path: 'users[1].upn', name: 'b@contoso.com', reason, isUncertain: true },
    ]);
    const mixed = [upn('a'), upn('b'), upn('c')];
    expect(namesIn(place, { ...acting, users: mixed })).toEqual([
      `a@contoso.com: ${RECIPIENT}`,
      `b@contoso.com: ${RECIPIENT}`,
      'c@contoso.com',
    ]);
  });
});
