import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readReference } from '../../shared/messages/user-reference-schema';

/** One line of text without control characters, half surrogate pairs and spaces around it. */
function isOneLine(text: string, maxLength: number): boolean {
  const isPlain = text.isWellFormed() && !/\p{Cc}/u.test(text) && text.trim() === text;
  return text !== '' && text.length <= maxLength && isPlain;
}

/** Text of the characters that names are made of, and of those that they must not have. */
const written = fc
  .array(
    fc.constantFrom(
      'a',
      'Z',
      '9',
      '.',
      '-',
      '/',
      '\\',
      '@',
      ' ',
      '?',
      '[',
      ']',
      '~',
      'é',
      '\n',
      '\u0085',
      '\ud800',
    ),
    {
      minLength: 0,
      maxLength: 6,
    },
  )
  .map((characters) => characters.join(''));

describe('a name is valid whether or not it is plainly so', () => {
  it('as a name of a domain', () => {
    fc.assert(
      fc.property(written, (samAccountName) => {
        const read = readReference('samAccountName', { samAccountName, domain: 'CONTOSO' });
        expect(read.success).toBe(isOneLine(samAccountName, 256) && !/[@\\]/.test(samAccountName));
        if (read.success)
          expect(read.data).toEqual({ kind: 'samAccountName', samAccountName, domain: 'CONTOSO' });
      }),
    );
  });
  it('as a user principal name', () => {
    fc.assert(
      fc.property(written, written, (name, domain) => {
        const userPrincipalName = `${name}@${domain}`;
        const read = readReference('userPrincipalName', { userPrincipalName });
        const isValid = /^[^\s@/\\]+@[^\s@/\\]+$/.test(userPrincipalName);
        expect(read.success).toBe(isOneLine(userPrincipalName, 320) && isValid);
        if (read.success) expect(read.data).toEqual({ kind: 'userPrincipalName', userPrincipalName });
      }),
    );
  });
  it.each([
    ['userPrincipalName', { userPrincipalName: `${'a'.repeat(318)}@b` }, true],
    ['userPrincipalName', { userPrincipalName: `${'a'.repeat(319)}@b` }, false],
    ['samAccountName', { samAccountName: 'a'.repeat(256), domain: 'D' }, true],
    ['samAccountName', { samAccountName: 'a', domain: 'D'.repeat(257) }, false],
    ['samAccountName', { samAccountName: 'a' }, false],
    ['sid', { sid: 's-1-5-21-1-2-3-1001' }, true],
    ['sid', { sid: `S-1-5${'-1234567890'.repeat(15)}` }, true],
    ['sid', { sid: 'S-1-5-21-1 ' }, false],
    ['id', { id: '0A1B8F6E-3C52-4F0E-8A41-5D6C7E8F9A01' }, true],
    ['id', { id: '00000000-0000-0000-0000-000000000000' }, false],
    ['id', { id: 7 }, false],
  ] as const)('%s %j: %s', (kind, fields, isValid) => {
    expect(readReference(kind, fields).success).toBe(isValid);
  });
});
