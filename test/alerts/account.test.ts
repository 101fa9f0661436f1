import { describe, expect, it } from '@jest/globals';
import { referenceText } from '../../shared/core/user-reference';
import type { AccountNames, Identified } from '../../shared/alerts/account';
import { displayedName, identify } from '../../shared/alerts/account';
import { JsonNode } from '../../shared/alerts/json-node';

type Texts = Partial<Record<'id' | 'upn' | 'sid' | 'name' | 'suffix' | 'domain', string>>;

function account({ id, upn, sid, name, suffix, domain }: Texts): AccountNames {
  const at = (path: string, text: string | undefined): JsonNode[] =>
    text === undefined ? [] : [new JsonNode(text, path)];
  return {
    ids: at('id', id),
    userPrincipalNames: at('upn', upn),
    sids: at('sid', sid),
    names: at('name', name),
    suffix: at('suffix', suffix)[0],
    domain: at('domain', domain)[0],
  };
}

const described = (found: Identified | undefined): string | undefined =>
  found?.kind === 'user' ? `${found.path}: ${referenceText(found.reference)}` : found?.reason;

const id = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const sid = 'S-1-5-21-1004336348-1177238915-682003330-1107';

describe('an account is', () => {
  it.each<[Texts, string]>([
    [{ id, upn: 'a@contoso.com', sid, name: 'a', domain: 'C' }, `id: ${id}`],
    [{ id: 'user1', upn: 'a@contoso.com', sid }, 'upn: a@contoso.com'],
    [{ upn: 'a_fabrikam.com#EXT#@contoso.com' }, 'upn: a_fabrikam.com#EXT#@contoso.com'],
    [{ upn: '$payroll@contoso.com' }, 'upn: $payroll@contoso.com'],
    [{ name: "o'neil", suffix: 'contoso.com', sid }, "name: o'neil@contoso.com"],
    [{ name: 'a@contoso.com', domain: 'C' }, 'name: a@contoso.com'],
    [{ sid, name: 'a', domain: 'C' }, `sid: ${sid}`],
    [{ name: 'a', domain: 'CONTOSO' }, 'name: CONTOSO\\a'],
    [{ name: 'CONTOSO\\a', domain: 'OTHER' }, 'name: CONTOSO\\a'],
  ])('%j: %s', (texts, expected) => expect(described(identify(account(texts)))).toBe(expected));
});

describe('an account is skipped', () => {
  it.each<[Texts, string]>([
    [{ id: '00000000-0000-0000-0000-000000000000' }, 'is the empty GUID, which identifies nobody'],
    [{ id: 'user1' }, 'is not an object id (a GUID)'],
    [{ id: '00000003-0000-0000-c000-000000000000' }, 'is the id of an application'],
    [{ upn: '10032002120F5B41@live.com' }, 'is a PUID, which only looks like a user'],
    [{ upn: 'ANONYMIZED' }, 'is not a user principal name (name@domain)'],
    [{ upn: 'a@@notable@@1' }, 'is not a user principal name (name@domain)'],
    [{ name: 'WKS-042$', domain: 'CONTOSO', sid }, 'is a machine account'],
    [{ name: 'a' }, 'is a bare name: no domain is named'],
    [{ name: 'a', domain: '' }, 'is a bare name: no domain is named'],
    [{ name: 'SYSTEM', domain: 'NT AUTHORITY' }, 'is a built-in account'],
    [{ name: 'CONTOSO\\Administrator' }, 'is a built-in account'],
    [{ name: 'a', domain: 'WORKGROUP' }, 'is an account of one machine'],
    [{ sid: 'S-1-5-18' }, 'is a built-in account'],
    [{ sid: 'S-1-5-21-1-2-3-500' }, 'is a built-in account'],
    [{ name: '\\\\a' }, 'is a bare name: no domain is named'],
    [
      { upn: `a b${'x'.repeat(400)}` },
      'must not be longer than 320 characters, is not a user principal name (name@domain)',
    ],
  ])('%j: %s', (texts, reason) => expect(described(identify(account(texts)))).toBe(reason));
  it('when it is of one machine, whatever its names', () => {
    const names = { ...account({ name: 'a', domain: 'WKS-042', sid }), isOfOneMachine: true };
    expect(described(identify(names))).toBe('is an account of one machine');
  });
  it('and is none at all without a name', () => expect(identify(account({ domain: 'C' }))).toBeUndefined());
});

describe('a user', () => {
  const upn = { kind: 'userPrincipalName', userPrincipalName: 'a@contoso.com' };
  const home = 'd1d1d1d1-2222-4333-8444-555566667777';
  const names = account({ id, upn: 'a@contoso.com', sid, name: 'a', suffix: 'contoso.com', domain: 'C' });
  it('has all other names as aliases, and a home tenant', () =>
    expect(identify({ ...names, tenant: home })).toEqual({
      kind: 'user',
      path: 'id',
      reference: { kind: 'id', id },
      aliases: [upn, upn, { kind: 'sid', sid }, { kind: 'samAccountName', samAccountName: 'a', domain: 'C' }],
      tenant: home,
    }));
  it('has no home tenant that matters where one of the names is of a guest', () => {
    const guest = new JsonNode('a_fabrikam.com#ext#@contoso.com', 'upn');
    const found = identify({ ...names, userPrincipalNames: [guest], tenant: home });
    expect(found).toMatchObject({ kind: 'user', path: 'id' });
    expect(found).not.toHaveProperty('tenant');
  });
  it('is skipped where the alert names one session only, unless it names nobody', () => {
    expect(identify({ ...names, isOneSession: true })).toEqual({
      kind: 'skipped',
      path: 'id',
      reason: 'is named for one session only, and signing out ends all of them',
    });
    expect(identify({ isOneSession: true })).toBeUndefined();
  });
});

describe('an account that is skipped', () => {
  it('has the path of the name that says so', () => {
    expect(identify(account({ id, name: 'WKS-042$' }))).toEqual({
      kind: 'skipped',
      path: 'name',
      reason: 'is a machine account',
    });
    expect(identify({ ...account({ sid }), isOfOneMachine: true })).toEqual({
      kind: 'skipped',
      path: 'sid',
      reason: 'is an account of one machine',
    });
  });
});

describe('what is no name', () => {
  const blank = [new JsonNode(null, 'blank'), new JsonNode(' ', 'blank'), new JsonNode({}, 'blank')];
  it.each(['ids', 'userPrincipalNames', 'sids', 'names'] as const)('is passed over among the %s', (kind) => {
    expect(identify({ [kind]: blank })).toBeUndefined();
    expect(displayedName({ [kind]: blank })).toBeUndefined();
  });
  it('is a text that is no security identifier in the place of one', () => {
    for (const text of ['a', 'XS-1-5-21-1-2-3-4']) expect(identify(account({ sid: text }))).toBeUndefined();
  });
});

describe('the name by which an account is shown', () => {
  it.each<[Texts, string | undefined]>([
    [{ id, upn: 'a@contoso.com', sid, name: 'a' }, 'a@contoso.com'],
    [{ id, upn: ' ', sid, name: 'a' }, 'a'],
    [{ id, sid }, sid],
    [{ id }, id],
    [{ domain: 'C' }, undefined],
  ])('of %j is %s', (texts, name) => expect(displayedName(account(texts))).toBe(name));
});
