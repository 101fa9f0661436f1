import { describe, expect, it } from '@jest/globals';
import { alertFormat } from '../../shared/alerts/alert-format';
import type { FormatDefinition } from '../../shared/alerts/format-schema';
import {
  builtInFormats,
  formatsMatching,
  formatsWith,
  hookNamed,
} from '../../shared/alerts/formats/registry';
import { JsonNode } from '../../shared/alerts/json-node';
import type { Reading } from '../../shared/alerts/reading';
import { MAX_ACCOUNTS } from '../../shared/alerts/limits';
import { detail } from '../../shared/core/detail';

const [OURS, OTHER] = ['6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31', 'd1d1d1d1-2222-4333-8444-555566667777'];
const acme: FormatDefinition = {
  name: 'acme',
  match: [
    { path: 'product', is: 'acme' },
    { path: 'type', exists: true },
  ],
  alert: { provider: 'Acme', id: 'id', event: 'type', tenant: 'tenant', createdAt: 'raised' },
  ignoreWhen: [{ path: 'state', is: 'closed' }],
  rejectWhen: [{ path: 'scope', is: 'everybody' }],
  accounts: [
    {
      at: 'users[]',
      names: { userPrincipalName: ['upn', 'mail'], tenant: 'home' },
      skipAccountsWhen: [{ path: 'role', is: 'analyst' }],
    },
  ],
};
const format = alertFormat(acme);
const alert = { product: 'Acme', type: 'login', id: 'a-1' };
const read = (fields: object, tenantId?: string): Reading =>
  format.read(new JsonNode({ ...alert, ...fields }), {
    fallbackId: 'm',
    repeatedKeys: () => [],
    ...(tenantId !== undefined && { tenantId }),
  });
const reference = (name: string): object => ({ kind: 'userPrincipalName', userPrincipalName: name });

describe('a format', () => {
  const matches = (one: FormatDefinition, message: object): boolean =>
    alertFormat(one).matches(new JsonNode(message));
  it('matches what meets all conditions of `match`', () => {
    expect(matches(acme, { product: 'acme', type: 'x' })).toBe(true);
    expect(matches(acme, { product: 'acme' })).toBe(false);
    expect(matches(acme, { type: 'x' })).toBe(false);
  });
  it('matches what meets all conditions of one of the lists of `matchAny`', () => {
    const { match = [], ...others } = acme;
    const any = { ...others, matchAny: [match, [{ path: 'vendor', is: 'acme' }]] };
    expect(matches(any, { product: 'acme', type: 'x' })).toBe(true);
    expect(matches(any, { vendor: 'acme' })).toBe(true);
    expect(matches(any, { product: 'acme' })).toBe(false);
    expect(alertFormat(any).waysToMatch).toEqual([[['product'], ['type']], [['vendor']]]);
  });
  it('requires no name for a condition that other messages meet as well', () => {
    const open = alertFormat({
      ...acme,
      match: [
        { path: 'a', exists: true },
        { path: 'b', exists: false },
      ],
    });
    expect(open.waysToMatch).toEqual([[['a']]]);
  });
  it('replaces another one, and carries events, where it says so', () => {
    expect(format).toMatchObject({ name: 'acme', carriesEvents: false });
    expect(format).not.toHaveProperty('replaces');
    expect(alertFormat({ ...acme, replaces: 'okta', carriesEvents: true })).toMatchObject({
      replaces: 'okta',
      carriesEvents: true,
    });
  });
});

describe('an alert', () => {
  const facts = { alert: { provider: 'Acme', id: 'a-1' }, event: 'login' };
  it('is a request for its users, with all their names', () =>
    expect(read({ users: [{ upn: 'a@contoso.com', mail: 'a@contoso.fr' }], tenant: OTHER })).toEqual({
      kind: 'request',
      request: {
        id: 'm',
        format: 'acme',
        event: 'login',
        tenantId: OTHER,
        users: [reference('a@contoso.com')],
        aliases: { 'userPrincipalName:a@contoso.com': [reference('a@contoso.fr')] },
        mode: 'revoke',
        confirm: false,
        alert: facts.alert,
      },
      named: [
        { path: 'users[0].upn', reference: reference('a@contoso.com'), aliases: [reference('a@contoso.fr')] },
      ],
      skipped: [],
    }));
  it('has nobody to sign out where it names nobody, with those whom it skips', () =>
    expect(read({ users: [{ upn: 'a@contoso.com', role: 'analyst' }], raised: 'x' })).toEqual({
      kind: 'nothingToDo',
      requestId: 'm',
      format: 'acme',
      ...facts,
      uncertainTime: { kind: 'unknown' },
      detail: detail('nobodyNamed'),
      skipped: [{ path: 'users[0]', name: 'a@contoso.com', reason: 'role = analyst' }],
    }));
  it('has nobody to sign out where it is to be ignored, whomever it names', () =>
    expect(read({ users: [{ upn: 'a@contoso.com' }], state: 'closed', tenant: OTHER })).toEqual({
      kind: 'nothingToDo',
      requestId: 'm',
      format: 'acme',
      ...facts,
      tenantId: OTHER,
      detail: detail('alertIgnored', { condition: 'state = closed' }),
      skipped: [],
    }));
  it('is rejected where it does not say whom it means', () =>
    expect(read({ users: [{ upn: 'a@contoso.com' }], scope: 'everybody' })).toEqual({
      kind: 'rejected',
      format: 'acme',
      issues: [{ path: '$', message: 'does not say whom to sign out: scope = everybody' }],
    }));
  it('is rejected where it names too many', () => {
    const users = Array.from({ length: MAX_ACCOUNTS + 1 }, () => ({ role: 'analyst' }));
    expect(read({ users })).toEqual({
      kind: 'rejected',
      format: 'acme',
      issues: [{ path: '$', message: 'names more than 1000 accounts' }],
    });
  });
  it('is a request of which the time is uncertain where it says so', () =>
    expect(read({ users: [{ upn: 'a@contoso.com' }], raised: 'x' })).toMatchObject({
      kind: 'request',
      uncertainTime: { kind: 'unknown' },
    }));
  it('is of the home tenant of its users where it names none, and skips those of others beside ours', () => {
    const [a, b] = [
      { upn: 'a@contoso.com', home: OURS },
      { upn: 'b@fabrikam.com', home: OTHER },
    ];
    expect(read({ users: [b] }, OURS)).toMatchObject({ request: { tenantId: OTHER } });
    expect(read({ users: [a, b] }, OURS)).toMatchObject({
      request: { tenantId: OURS, users: [reference('a@contoso.com')] },
      skipped: [{ name: 'b@fabrikam.com', reason: 'is an account of another tenant' }],
    });
  });
  it('is rejected where all its accounts received the mail that it is about', () => {
    const mail = { titles: 'title', evidence: 'mails[]', recipients: 'to' };
    const aboutMail = alertFormat({ ...acme, accounts: [{ ...acme.accounts[0], mail }] });
    const users = [
      { upn: 'x@contoso.com', role: 'analyst' },
      { upn: 'a@contoso.com' },
      { upn: 'b@contoso.com' },
    ];
    const message = {
      ...alert,
      title: 'Suspicious inbox forwarding rule',
      mails: [{ to: 'a@contoso.com' }, { to: 'b@contoso.com' }],
    };
    const reading = (more: readonly object[]): Reading =>
      aboutMail.read(new JsonNode({ ...message, users: [...users, ...more] }), {
        fallbackId: 'm',
        repeatedKeys: () => [],
      });
    expect(reading([])).toEqual({
      kind: 'rejected',
      format: 'acme',
      issues: [
        {
          path: 'users[1].upn',
          message: 'does not say whom to sign out: all of its accounts received the mail',
        },
      ],
    });
    expect(reading([{ upn: 'c@contoso.com' }])).toMatchObject({
      request: { users: [reference('c@contoso.com')] },
    });
  });
});

describe('the formats that match a message', () => {
  const okta = {
    eventType: 'user.x',
    displayMessage: 'x',
    actor: { alternateId: 'x' },
    product: 'acme',
    type: 't',
  };
  const names = (added: readonly FormatDefinition[]): string[] =>
    formatsMatching(
      new JsonNode(okta),
      added.map((one) => alertFormat(one)),
    ).map(({ name }) => name);
  it('are built-in ones and added ones', () => {
    expect(names([])).toEqual(['okta']);
    expect(names([acme, { ...acme, name: 'other', match: [{ path: 'none', exists: true }] }])).toEqual([
      'okta',
      'acme',
    ]);
  });
  it('are without those that an added one replaces', () =>
    expect(names([{ ...acme, replaces: 'okta' }])).toEqual(['acme']));
  it('are without those of events where one of them carries events', () => {
    expect(names([{ ...acme, carriesEvents: true }])).toEqual(['acme']);
    expect(names([acme, { ...acme, name: 'carrier', carriesEvents: true }])).toEqual(['carrier']);
  });
});

describe('all formats that are read', () => {
  it('are the built-in ones and the added ones, but for what these replace', () => {
    expect(formatsWith([])).toEqual(builtInFormats);
    const replacing = alertFormat({ ...acme, replaces: 'okta' });
    const known = formatsWith([replacing]).map(({ name }) => name);
    expect(known).toHaveLength(builtInFormats.length);
    expect(known.at(-1)).toBe('acme');
    expect(known).not.toContain('okta');
  });
  it('may use code of the app by its name', () => {
    expect(hookNamed('securityEventSubjects')).toBeInstanceOf(Function);
    expect(hookNamed('other')).toBeUndefined();
    expect(hookNamed(undefined)).toBeUndefined();
  });
});
