import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';

function read(body: unknown): Reading {
  return readText(JSON.stringify(body));
}

function readText(text: string): Reading {
  return readMessage(Buffer.from(text), { fallbackId: 'message-1' })[0];
}

function issues(reading: Reading): string[] {
  return reading.kind === 'rejected' ? reading.issues.map(({ path, message }) => `${path}: ${message}`) : [];
}

const AVERY = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' };
const ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';

describe('the least request', () => {
  it('is a user, to be revoked without confirmation', () =>
    expect(read({ user: 'avery@contoso.com' })).toEqual({
      kind: 'request',
      request: { id: 'message-1', format: 'native', users: [AVERY], mode: 'revoke', confirm: false },
    }));
  it('contains nothing more when everything optional is null', () =>
    expect(
      read({
        user: 'avery@contoso.com',
        id: null,
        reason: null,
        alert: null,
        requestedBy: null,
        requestedAt: null,
      }),
    ).toEqual(read({ user: 'avery@contoso.com' })));
});

describe('the time of an alert', () => {
  const alertOf = (createdAt: unknown): unknown => {
    const reading = read({ user: 'avery@contoso.com', alert: { id: 'a', createdAt } });
    return reading.kind === 'request' ? reading.request.alert : issues(reading);
  };
  it('is kept in UTC, however it was written', () =>
    expect(alertOf('2026-11-23T11:00:00+01:00')).toEqual({ id: 'a', createdAt: '2026-11-23T10:00:00.000Z' }));
  it.each(['yesterday', '2026-11-23', 5])('is an issue when it is none: %s', (createdAt) =>
    expect(alertOf(createdAt)).toEqual([expect.stringMatching(/^alert\.createdAt: /)]),
  );
});

describe('the whole request', () => {
  const whole = {
    id: 'inc-7',
    users: [ID.toUpperCase(), { sid: 's-1-5-21-1-2-3-1107' }],
    whatIf: true,
    confirm: true,
    tenantId: 'contoso',
    reason: 'Password spray,\nsecond wave',
    alert: { provider: 'Sentinel', id: 'a', title: 't', severity: 'High', url: 'https://portal/a' },
    requestedBy: 'playbook',
    requestedAt: '2026-11-23T10:00:00+01:00',
  };
  it('is read field by field', () =>
    expect(read(whole)).toEqual({
      kind: 'request',
      request: {
        id: 'inc-7',
        format: 'native',
        users: [
          { kind: 'id', id: ID },
          { kind: 'sid', sid: 'S-1-5-21-1-2-3-1107' },
        ],
        mode: 'whatIf',
        confirm: true,
        tenantId: 'contoso',
        reason: 'Password spray,\nsecond wave',
        alert: whole.alert,
        requestedBy: 'playbook',
        requestedAt: '2026-11-23T09:00:00.000Z',
      },
    }));
  it('is read the same with names in any case', () => {
    const pascal = (value: object): object =>
      Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name[0]?.toUpperCase() + name.slice(1), field]),
      );
    expect(
      read({
        ...pascal(whole),
        Alert: pascal(whole.alert),
        Users: [ID, pascal({ sid: 'S-1-5-21-1-2-3-1107' })],
      }),
    ).toEqual(read(whole));
  });
});

describe('a user is named', () => {
  it.each([
    ['by object id', ID, { kind: 'id', id: ID }],
    ['by user principal name', 'avery@contoso.com', AVERY],
    [
      'by a name with accents',
      'zoë.müller@contoso.com',
      { ...AVERY, userPrincipalName: 'zoë.müller@contoso.com' },
    ],
    [
      'by a name with an apostrophe',
      "o'neil@contoso.com",
      { ...AVERY, userPrincipalName: "o'neil@contoso.com" },
    ],
    ['by a name that begins with $', '$pay@contoso.com', { ...AVERY, userPrincipalName: '$pay@contoso.com' }],
    [
      'by a guest’s name',
      'a_b.com#EXT#@contoso.com',
      { ...AVERY, userPrincipalName: 'a_b.com#EXT#@contoso.com' },
    ],
    ['by { id }', { id: ID }, { kind: 'id', id: ID }],
    ['by { userPrincipalName }', { userPrincipalName: 'avery@contoso.com' }, AVERY],
    [
      'by a SID of a long authority',
      { sid: 'S-1-281474976710655-1' },
      { kind: 'sid', sid: 'S-1-281474976710655-1' },
    ],
    ['by { sid }', { sid: 'S-1-5-21-1-2-3-4' }, { kind: 'sid', sid: 'S-1-5-21-1-2-3-4' }],
    [
      'by { samAccountName, domain }',
      { domain: 'CONTOSO', samAccountName: 'avery' },
      { kind: 'samAccountName', samAccountName: 'avery', domain: 'CONTOSO' },
    ],
  ])('%s', (_how, user, reference) =>
    expect(read({ user })).toMatchObject({ request: { users: [reference] } }),
  );

  const oneWay =
    'must name the user in exactly one way: id, userPrincipalName, sid, or samAccountName with domain';
  const neither = 'is neither a user principal name (name@domain) nor an object id (a GUID)';
  it.each<[string, unknown, string[]]>([
    ['not by a bare name', 'avery', [`user: ${neither}`]],
    ['not by a down-level name in a string', 'CONTOSO\\avery', [`user: ${neither}`]],
    ['not by a SID in a string', 'S-1-5-21-1-2-3-4', [`user: ${neither}`]],
    ['not by an empty string', '', [`user: ${neither}`]],
    ['not by two @', 'a@b@c', ['user: is not a user principal name (name@domain)']],
    ['not with a space within', 'a b@contoso.com', ['user: is not a user principal name (name@domain)']],
    ['not with a slash', 'a/b@contoso.com', ['user: is not a user principal name (name@domain)']],
    [
      'not with a space around',
      ' avery@contoso.com',
      ['user: is not a user principal name (name@domain)', 'user: must not begin or end with a space'],
    ],
    [
      'not by the empty GUID',
      '00000000-0000-0000-0000-000000000000',
      ['user: is the empty GUID, which identifies nobody'],
    ],
    ['not by a GUID in braces', `{${ID}}`, [`user: ${neither}`]],
    ['not by a number', 7, [`user: ${oneWay}`]],
    ['not by null', null, [`user: ${oneWay}`]],
    ['not by a list', ['avery@contoso.com'], [`user: ${oneWay}`]],
    ['not by nothing', {}, [`user: ${oneWay}`]],
    ['not in two ways', { id: ID, sid: 'S-1-5-21-1' }, [`user: ${oneWay}`]],
    ['not by a name without its domain', { samAccountName: 'avery' }, [`user: ${oneWay}`]],
    ['not by a GUID that is none', { id: 'avery' }, ['user.id: is not an object id (a GUID)']],
    [
      'not by a name that is none',
      { userPrincipalName: 'avery' },
      ['user.userPrincipalName: is not a user principal name (name@domain)'],
    ],
    ['not by a SID that is none', { sid: 'S-2-1' }, ['user.sid: is not a security identifier (S-1-…)']],
    ['not by more than a GUID', { id: `${ID}0` }, ['user.id: is not an object id (a GUID)']],
    ['not by what ends in a GUID', { id: `0${ID}` }, ['user.id: is not an object id (a GUID)']],
    [
      'not by what begins before a SID',
      { sid: 'XS-1-5-21' },
      ['user.sid: is not a security identifier (S-1-…)'],
    ],
    [
      'not by what goes on after a SID',
      { sid: 'S-1-5-21x' },
      ['user.sid: is not a security identifier (S-1-…)'],
    ],
    ['not by a number as id', { id: 7 }, ['user.id: must be text']],
    [
      'not by an account name with its domain twice',
      { samAccountName: 'CONTOSO\\avery', domain: 'CONTOSO' },
      ['user.samAccountName: must be a bare name, without @ or \\'],
    ],
    [
      'not beside an unknown field',
      { id: ID, mail: 'x' },
      ['user.mail: unknown field, or the same field twice'],
    ],
  ])('%s', (_how, user, expected) => expect(issues(read({ user })).sort()).toEqual(expected.toSorted()));
});

describe('several users', () => {
  it('are read in their order, one named twice only once', () =>
    expect(read({ users: ['b@x.com', 'avery@contoso.com', 'B@X.com'] })).toMatchObject({
      request: { users: [{ userPrincipalName: 'b@x.com' }, AVERY] },
    }));
  it('are rejected together when one is wrong, with the place of each that is', () =>
    expect(
      issues(read({ users: ['avery@contoso.com', 'x', { sid: 1 }] })).map((issue) => issue.split(':')[0]),
    ).toEqual(['users[1]', 'users[2].sid']));
  it.each([
    ['cannot be none', [], 'users: must name at least one user'],
    ['cannot be text', 'avery@contoso.com', 'users: must be a list of users'],
    [
      'cannot be more than a thousand',
      Array.from({ length: 1001 }, () => 'a@b.c'),
      'users: must not name more than 1000 users',
    ],
  ])('%s', (_rule, users, expected) => expect(issues(read({ users }))).toEqual([expected]));
  it('are read until enough of them are wrong', () => {
    const wrong = Array.from({ length: 1000 }, () => ({ id: 1 }));
    expect(issues(read({ users: wrong })).slice(19)).toEqual([
      'users[19].id: must be text',
      '$: and 1 more problems',
    ]);
  });
  it('cannot be more than a thousand in all items together', () => {
    const item = (length: number, at: string) => ({
      users: Array.from({ length }, (_, n) => `user${String(n)}@${at}`),
    });
    const items = [item(600, 'a.com'), item(600, 'b.com'), item(400, 'c.com'), { user: 'd@d.com' }];
    const readings = readMessage(Buffer.from(JSON.stringify(items)), { fallbackId: 'm' });
    expect(readings.map(({ kind }) => kind)).toEqual(['request', 'rejected', 'request', 'rejected']);
    expect(readings.flatMap(issues)).toEqual([
      'users: is in a message that names more than 1000 users',
      'users: is in a message that names more than 1000 users',
    ]);
  });
  it('can be a thousand', () =>
    expect(read({ users: Array.from({ length: 1000 }, (_, n) => `user${String(n)}@contoso.com`) }).kind).toBe(
      'request',
    ));
  it('cannot be combined with a single one', () =>
    expect(issues(read({ user: 'a@b.c', users: ['d@e.f'] }))).toEqual([
      'users: cannot be combined with user: give one of the two',
    ]));
});

describe('a field that requests do not have', () => {
  it.each([
    ['a mistyped whatIf', { whatlf: true }, ['whatlf']],
    ['a name of one’s own', { comment: 'x' }, ['comment']],
    ['a field of the alert', { alert: { severity: 'high', owner: 'x' } }, ['alert.owner']],
    ['a field in two spellings', { whatIf: true, WhatIf: false }, ['WhatIf']],
  ])('is an issue: %s', (_what, fields, paths) => {
    const reading = read({ user: 'avery@contoso.com', ...fields });
    expect(reading.kind === 'rejected' && reading.issues.map(({ path }) => path)).toEqual(paths);
  });
  it('is an issue when it is __proto__', () =>
    expect(issues(readText('{"user":"avery@contoso.com","__proto__":{"whatIf":false}}'))).toEqual([
      '__proto__: unknown field, or the same field twice',
    ]));
  it('is an issue when the same field appears twice', () =>
    expect(issues(readText('{"user":"avery@contoso.com","whatIf":true,"whatIf":false}'))).toEqual([
      'whatIf: appears twice',
    ]));
});

describe('a value of the wrong kind is an issue', () => {
  it.each([
    ['whatIf', 'true', 'must be true or false'],
    ['whatIf', null, 'must be true or false'],
    ['whatIf', 1, 'must be true or false'],
    ['confirm', null, 'must be true or false'],
    ['confirm', 'no', 'must be true or false'],
    ['tenantId', null, 'must be text'],
    ['tenantId', 5, 'must be text'],
    ['id', '', 'must not be empty'],
    ['id', 'x'.repeat(129), 'must not be longer than 128 characters'],
    ['id', 'two\nlines', 'must be a single line'],
    ['reason', 5, 'must be text'],
    ['reason', 'x'.repeat(2001), 'must not be longer than 2000 characters'],
    ['reason', 'nul\u0000', 'holds control characters'],
    ['reason', 'half \ud800', 'holds half of a surrogate pair'],
    ['requestedAt', 'yesterday', 'must be an RFC 3339 time with an offset'],
    ['requestedAt', '2026-11-23T10:00:00', 'must be an RFC 3339 time with an offset'],
  ])('%s %j', (field, value, message) =>
    expect(issues(read({ user: 'avery@contoso.com', [field]: value }))).toEqual([`${field}: ${message}`]),
  );
  it.each([
    ['an alert that is text', 'x'],
    ['an alert that is a list', []],
  ])('%s', (_what, alert) => {
    const reading = read({ user: 'avery@contoso.com', alert });
    expect(reading.kind === 'rejected' && reading.issues.map(({ path }) => path)).toEqual(['alert']);
  });
  it('within an alert, by its path', () =>
    expect(issues(read({ user: 'avery@contoso.com', alert: { severity: 3 } }))).toEqual([
      'alert.severity: must be text',
    ]));
});

describe('every problem is reported at once', () => {
  it('and none hides another', () =>
    expect(
      issues(
        read({
          users: ['x', 'avery@contoso.com'],
          whatIf: 'yes',
          colour: 'red',
          alert: { id: 4, colour: 'red' },
        }),
      )
        .map((issue) => issue.replace(/:.*/, ''))
        .sort(),
    ).toEqual(['alert.colour', 'alert.id', 'colour', 'users[0]', 'whatIf']));
  it('but not without end', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`x${String(n)}`, 1]));
    const reported = issues(read({ user: 'avery@contoso.com', ...many }));
    expect(reported).toHaveLength(21);
    expect(reported.at(-1)).toBe('$: and 4980 more problems');
  });
  it('with paths that can be shown', () => {
    const path = issues(read({ user: 'avery@contoso.com', [`\u0000\ud800${'x'.repeat(500)}`]: 1 }))[0]?.split(
      ':',
    )[0];
    expect(path).toMatch(/^\uFFFD\uFFFDx+…$/);
    expect(path?.length).toBeLessThan(130);
  });
});

describe('the id of a rejected request', () => {
  it('is reported when it can be read', () =>
    expect(read({ id: 'inc-7', user: 5 })).toMatchObject({
      kind: 'rejected',
      format: 'native',
      requestId: 'inc-7',
    }));
  it('is absent when it cannot', () => expect(read({ id: 7, user: 5 })).not.toHaveProperty('requestId'));
});
