import { describe, expect, it } from '@jest/globals';
import type { UserReference } from '../../shared/core/user-reference';
import { distinctReferences, referenceKey, referenceText } from '../../shared/core/user-reference';

const upn = (userPrincipalName: string): UserReference => ({ kind: 'userPrincipalName', userPrincipalName });

describe('a user reference', () => {
  it.each<[UserReference, string]>([
    [{ kind: 'id', id: 'abc' }, 'abc'],
    [upn('avery@contoso.com'), 'avery@contoso.com'],
    [{ kind: 'sid', sid: 'S-1-5-21-1' }, 'S-1-5-21-1'],
    [{ kind: 'samAccountName', samAccountName: 'avery', domain: 'CONTOSO' }, 'CONTOSO\\avery'],
  ])('%j is written as %s', (reference, text) => expect(referenceText(reference)).toBe(text));
  it('differs from one of another kind with the same text', () =>
    expect(referenceKey({ kind: 'id', id: 'x' })).not.toBe(referenceKey({ kind: 'sid', sid: 'x' })));
  it('is the same with a composed and a decomposed accent', () =>
    expect(referenceKey(upn('zo\u00eb@contoso.com'))).toBe(referenceKey(upn('zoe\u0308@contoso.com'))));
});

describe('users named twice', () => {
  it('stay once, in the spelling and at the place of the first', () =>
    expect(distinctReferences([upn('b@x.y'), upn('A@x.y'), upn('B@X.Y'), upn('a@x.y')])).toEqual([
      upn('b@x.y'),
      upn('A@x.y'),
    ]));
});
