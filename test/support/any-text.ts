import fc from 'fast-check';

const SURROGATES = { from: 0xd800, count: 0x800 };

/** Any character but a half of a surrogate pair. */
export const anyCharacter: fc.Arbitrary<string> = fc.nat(0x10ffff - SURROGATES.count).map(
  (n) => String.fromCodePoint(n < SURROGATES.from ? n : n + SURROGATES.count),
  (text) => {
    const code = typeof text === 'string' ? (text.codePointAt(0) ?? -1) : -1;
    if (code < 0 || String.fromCodePoint(code) !== text) throw new Error('This is not one character.');
    return code < SURROGATES.from ? code : code - SURROGATES.count;
  },
);

/**
 * Any text, and the names that objects inherit. It is what fast-check makes of the unit `binary`, which first lists all
 * 1.1 million characters: that takes longer than most test files.
 */
export const anyText: fc.Arbitrary<string> = fc.string({ unit: anyCharacter });
