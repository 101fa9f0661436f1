import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isOnePlainName, namesIn, plainName } from '../../shared/messages/written-name';

const AVERY = 'avery@contoso.com';
const ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';

describe('what products write around a name is not part of it', () => {
  it.each([
    ['i:0#.f|membership|avery@contoso.com', AVERY],
    ['I:0#.F|Membership|avery@contoso.com', AVERY],
    ['0#.f|membership|avery@contoso.com', AVERY],
    ['i:0#.w|contoso\\avery', 'contoso\\avery'],
    ['SMTP:avery@contoso.com', AVERY],
    ['smtp:avery@contoso.com', AVERY],
    ['mailto:avery@contoso.com', AVERY],
    ['mailto:avery@contoso.com?subject=Hello', AVERY],
    ['mailto:avery@contoso.com?a?b\u2028c', AVERY],
    ['mailto:?avery@contoso.com', ''],
    ['acct:avery@contoso.com', AVERY],
    ['smtp:avery?a@contoso.com', 'avery?a@contoso.com'],
    ['avery?mailto:a@contoso.com', 'avery?mailto:a@contoso.com'],
    ['O365:avery@contoso.com', AVERY],
    ['Avery Doe <avery@contoso.com>', AVERY],
    ['"Doe, Avery" <avery@contoso.com>', AVERY],
    ['<SMTP:avery@contoso.com>', AVERY],
    ['avery@contoso.com', AVERY],
    [' avery@contoso.com', ' avery@contoso.com'],
    ['CONTOSO\\avery', 'CONTOSO\\avery'],
    ['i:0e.t|provider|avery@contoso.com', 'i:0e.t|provider|avery@contoso.com'],
    ['', ''],
  ])('%s: %s', (written, name) => expect(plainName(written)).toBe(name));
  it('once it is gone, nothing else is', () =>
    fc.assert(
      fc.property(fc.emailAddress(), (address) =>
        expect(plainName(plainName(address))).toBe(plainName(address)),
      ),
    ));
});

describe('the names in one field', () => {
  it.each<[string, readonly string[]]>([
    [`${AVERY}\nblake@contoso.com`, [AVERY, 'blake@contoso.com']],
    [`${AVERY}\r\n\r\nblake@contoso.com\n`, [AVERY, 'blake@contoso.com']],
    [`${AVERY}, blake@contoso.com`, [AVERY, 'blake@contoso.com']],
    [`${AVERY};blake@contoso.com;`, [AVERY, 'blake@contoso.com']],
    [`${ID},${AVERY};CONTOSO\\casey`, [ID, AVERY, 'CONTOSO\\casey']],
    [`S-1-5-21-1-2-3-4, ${AVERY}`, ['S-1-5-21-1-2-3-4', AVERY]],
    [`XS-1-5-21, ${AVERY}`, [`XS-1-5-21, ${AVERY}`]],
    [`S-1-5-21x, ${AVERY}`, [`S-1-5-21x, ${AVERY}`]],
    [`CON TOSO\\casey, ${AVERY}`, [`CON TOSO\\casey, ${AVERY}`]],
    [`CONTOSO\\casey@x, ${AVERY}`, [`CONTOSO\\casey@x, ${AVERY}`]],
    [`blake@contoso.com/x, ${AVERY}`, [`blake@contoso.com/x, ${AVERY}`]],
    ['avery\nblake', ['avery', 'blake']],
    ['avery; blake', ['avery', 'blake']],
    ['Doe, Avery', ['Doe, Avery']],
    ['Doe, Avery <avery@contoso.com>; Roe, Blake <blake@contoso.com>', [AVERY, 'blake@contoso.com']],
    ['Doe, Avery <avery@contoso.com>, Roe, Blake <blake@contoso.com>', [AVERY, 'blake@contoso.com']],
    ['SMTP:avery@contoso.com,smtp:blake@contoso.com', [AVERY, 'blake@contoso.com']],
    ['Avery Doe', ['Avery Doe']],
    [' avery@contoso.com ', [AVERY]],
    ['  ', []],
    [' \n ', []],
    [`a\r\n${AVERY}`, ['a', AVERY]],
    [`Avery <${AVERY}> and Blake <blake@contoso.com>`, [AVERY, 'blake@contoso.com']],
    [`Avery <${AVERY}> and b@c <blake@contoso.com>`, [`Avery <${AVERY}> and b@c <blake@contoso.com>`]],
    [AVERY, [AVERY]],
    ['', []],
  ])('%j: %j', (field, names) => expect(namesIn(field)).toEqual(names));
});

it('one plain name in a field is the only name in it', () => {
  const part = fc.constantFrom(
    'a',
    '@',
    ' ',
    '<',
    '>',
    ';',
    ',',
    '\n',
    '#',
    ':',
    'smtp:',
    '0#.f|membership|',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const field = parts.join('');
      if (isOnePlainName(field)) expect(namesIn(field)).toEqual([field]);
    }),
  );
  expect(['avery@contoso.com', 'CONTOSO\\avery', 'Avery Doe'].filter(isOnePlainName)).toHaveLength(3);
});

it('names beyond those that are enough are not looked for', () => {
  const names = Array.from({ length: 100 }, (_, n) => `u${String(n)}@contoso.com`);
  for (const separator of [';', ',', '\n']) {
    expect(namesIn(names.join(separator), 7)).toEqual(names.slice(0, 7));
    expect(namesIn(` ${separator}`.repeat(50) + names.join(separator), 7)).toEqual(names.slice(0, 7));
  }
  const addresses = names.map((name) => `Doe, Avery <${name}>`);
  expect(namesIn(addresses.join(' and '), 7)).toEqual(names.slice(0, 7));
});
