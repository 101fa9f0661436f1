import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldedName } from '../../shared/core/folded-name';
import { suspicionOf } from '../../shared/core/suspicious-name';

describe('two spellings of one name are equal', () => {
  it.each([
    ['in another case', 'AVERY@Contoso.com', 'avery@contoso.com'],
    ['composed or decomposed', 'zoe\u0308@contoso.com', 'ZO\u00CB@contoso.com'],
    ['in full width', '\uFF41very@contoso.com', 'avery@contoso.com'],
    ['with a ligature', 'o\uFB03ce@contoso.com', 'office@contoso.com'],
    ['with a sharp s', 'stra\u00DFe@contoso.com', 'STRASSE@contoso.com'],
    ['with a long s', 'mi\u017Fs@contoso.com', 'miss@contoso.com'],
    ['with a final sigma', '\u03BF\u03C2@x.gr', '\u039F\u03A3@x.gr'],
  ])('%s', (_how, one, other) => expect(foldedName(one)).toBe(foldedName(other)));
  it('and a letter of another script is not', () =>
    expect(foldedName('br\u0435ak@contoso.com')).not.toBe(foldedName('break@contoso.com')));
  it('once folded, a name stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) =>
        expect(foldedName(foldedName(name))).toBe(foldedName(name)),
      ),
    );
  });
});

describe('a name is suspicious', () => {
  it.each([
    ['a Cyrillic e', 'br\u0435ak-glass@contoso.com', 'mixedScripts', 'U+0435'],
    ['a Greek omicron', 'adm\u03BFn@contoso.com', 'mixedScripts', 'U+03BF'],
    ['a Cyrillic name under a Latin domain', '\u0430\u0441\u0435@contoso.com', 'mixedScripts', 'U+0430'],
    ['a Cherokee letter', '\u13AAvery@contoso.com', 'mixedScripts', 'U+13AA'],
    ['a zero-width space', 'break\u200B-glass@contoso.com', 'invisible', 'U+200B'],
    ['a zero-width joiner', 'break\u200D-glass@contoso.com', 'invisible', 'U+200D'],
    ['a byte order mark', 'break\uFEFF-glass@contoso.com', 'invisible', 'U+FEFF'],
    ['a soft hyphen', 'break\u00ADglass@contoso.com', 'invisible', 'U+00AD'],
    ['an override of the direction', 'break\u202Eglass@contoso.com', 'invisible', 'U+202E'],
    ['an isolate', 'break\u2066glass@contoso.com', 'invisible', 'U+2066'],
    ['a Hangul filler', 'break\u3164glass@contoso.com', 'invisible', 'U+3164'],
    ['a variation selector', 'break\uFE0Fglass@contoso.com', 'invisible', 'U+FE0F'],
    ['a tag character', 'break\u{E0061}@contoso.com', 'invisible', 'U+E0061'],
  ])('with %s', (_what, name, kind, codePoint) => expect(suspicionOf(name)).toEqual({ kind, codePoint }));
  it.each([
    'avery@contoso.com',
    "o'neil-2_x#1@contoso.onmicrosoft.com",
    'zo\u00EB.m\u00FCller@contoso.com',
    'zoe\u0308@contoso.com',
    '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01',
    '\u0438\u0432\u0430\u043D@\u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444',
  ])('but not %s', (name) => expect(suspicionOf(name)).toBeUndefined());
  it('wherever in it an invisible character is', () => {
    const parts = fc.stringMatching(/^[a-z@.]{0,10}$/);
    fc.assert(
      fc.property(
        parts,
        parts,
        fc.constantFrom('\u200B', '\u200E', '\u2060', '\u061C', '\u180E'),
        (one, two, hidden) => expect(suspicionOf(`${one}${hidden}${two}`)?.kind).toBe('invisible'),
      ),
    );
  });
});
