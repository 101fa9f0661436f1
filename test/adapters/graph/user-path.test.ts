import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inDomain } from '../../../shared/adapters/graph/on-premises-domain';
import { filterLiteral, userPath } from '../../../shared/adapters/graph/user-path';

describe('the path of a user', () => {
  it.each([
    ['0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01', '/users/0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01'],
    ['avery@contoso.com', '/users/avery%40contoso.com'],
    ['a_b.com#EXT#@contoso.com', '/users/a_b.com%23EXT%23%40contoso.com'],
    ["o'neil@contoso.com", '/users/o%27neil%40contoso.com'],
    ['zoë@contoso.com', '/users/zo%C3%AB%40contoso.com'],
    ["$o'pay@contoso.com", "/users('%24o%27%27pay%40contoso.com')"],
    ['a?b%2F..@contoso.com', '/users/a%3Fb%252F..%40contoso.com'],
  ])('%s is %s', (user, path) => expect(userPath(user)).toBe(path));
  it('never leaves the place of a user, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
        const url = new URL(`https://graph${userPath(`x${name}`)}/revokeSignInSessions`);
        expect(url.pathname.split('/')).toHaveLength(4);
        expect(url.pathname.endsWith('/revokeSignInSessions')).toBe(true);
        expect([url.search, url.hash]).toEqual(['', '']);
      }),
    );
  });
});

describe('a literal in a filter', () => {
  it('cannot be left by a quotation mark', () =>
    expect(filterLiteral("x' or 'a' eq 'a&y")).toBe("'x%27%27%20or%20%27%27a%27%27%20eq%20%27%27a%26y'"));
});

describe('whether an on-premises account may belong to a domain', () => {
  it.each<[string | undefined, string, boolean]>([
    ['contoso.com', 'CONTOSO', true],
    ['emea.contoso.com', 'EMEA', true],
    ['emea.contoso.com', 'contoso', false],
    ['emea.contoso.com', 'emea.contoso.com', true],
    ['contoso.com', 'contoso.com', true],
    ['emea.contoso.com', 'contoso.com', false],
    ['contoso.com', 'COM', false],
    ['contoso.com', 'CONT', false],
    ['fabrikam.com', 'CONTOSO', false],
    ['averylongdomainname.com', 'AVERYLONGDOMAIN', true],
    [undefined, 'CONTOSO', false],
    ['averylongdomainname.com', 'AVERYLONGDOMAINNAME', false],
  ])('in %s for %s: %s', (actual, named, may) => expect(inDomain(actual, named)).toBe(may));
  it.each<[string, string, boolean]>([
    ['corp.contoso.com', 'CONTOSO', true],
    ['corp.contoso.com', 'CORP', false],
    ['contoso.com', 'CONTOSO', false],
    ['contoso.com', 'contoso.com', true],
    ['emea.contoso.com', 'EMEA', true],
  ])('in %s for %s where policy maps CONTOSO to corp.contoso.com: %s', (actual, named, may) =>
    expect(inDomain(actual, named, { contoso: 'corp.contoso.com' })).toBe(may),
  );
});
