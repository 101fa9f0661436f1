import { describe, expect, it } from '@jest/globals';
import { typedUser, userNamedBy } from '../../shared/messages/typed-user';

it.each<[string, string | Record<string, string>]>([
  ['avery@contoso.com', 'avery@contoso.com'],
  ['S-1-5-21-1-2-3-4', { sid: 'S-1-5-21-1-2-3-4' }],
  ['s-1-12-1-1-2-3-4', { sid: 's-1-12-1-1-2-3-4' }],
  ['XS-1-5', 'XS-1-5'],
  ['CONTOSO\\avery', { samAccountName: 'avery', domain: 'CONTOSO' }],
  ['CONTOSO\\avery\\x', 'CONTOSO\\avery\\x'],
])('a user that is typed as %s', (typed, user) => expect(typedUser(typed)).toEqual(user));

describe('the user whom a text names', () => {
  it('is found in the spelling of directories, without the space around it', () =>
    expect(userNamedBy('  ａｖｅｒｙ@contoso.com ')).toEqual({
      kind: 'userPrincipalName',
      userPrincipalName: 'avery@contoso.com',
    }));
  it.each(['', 'a playbook', 'x\u0000@contoso.com'])('is nobody for %j', (typed) =>
    expect(userNamedBy(typed)).toBeUndefined(),
  );
});
