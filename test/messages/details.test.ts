import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Detail, DetailCode } from '../../shared/core/detail';
import { detail, details, textDetail } from '../../shared/core/detail';
import { outcomeOfRejection } from '../../shared/core/message-outcomes';
import type { Issue } from '../../shared/core/outcome';
import { detailIn, detailOf } from '../../shared/messages/sentences/write-detail';
import { frenchDetails } from '../../shared/messages/sentences/details-fr';
import { locales } from '../../shared/messages/sentences/statuses';
import { NOW, TENANT_ID } from '../support/builders';
import { outcomeOf } from '../support/outcomes';

const codes = Object.keys(details) as DetailCode[];
const sentences = { en: details, fr: frenchDetails };

const placeholdersOf = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();

describe.each(codes)('the French sentence of %s', (code) => {
  it('has the same placeholders as the English one', () =>
    expect(placeholdersOf(frenchDetails[code])).toEqual(placeholdersOf(details[code])));
  it('is a sentence of its own that ends as the English one does', () => {
    if (code === 'text' || code === 'twoSentences') return expect(frenchDetails[code]).toBe(details[code]);
    expect(frenchDetails[code]).not.toBe(details[code]);
    expect(frenchDetails[code]).toMatch(/^[\p{Lu}{]|^tenantId/u);
    expect(frenchDetails[code].at(-1)).toBe(details[code].at(-1));
  });
});

describe('a detail', () => {
  it('has no French sentence without an English one', () =>
    expect(Object.keys(frenchDetails).sort()).toEqual(codes.toSorted()));
  it('is written in the same language as the detail that contains it', () => {
    const failure = detail('graphUnavailable', { status: '503', attempts: 6 });
    const nested = detail('lookupFailed', { failure });
    expect(detailIn('en', nested)).toBe(
      'The user could not be looked up: Microsoft Graph answered 503, attempts: 6.',
    );
    expect(detailIn('fr', nested)).toBe(
      "L'utilisateur n'a pas pu être recherché : Microsoft Graph a répondu 503, tentatives : 6.",
    );
  });
  it('that is text is the same in every language', () => {
    for (const locale of locales) expect(detailIn(locale, textDetail('{text} Why.'))).toBe('{text} Why.');
  });
});

describe('the values of a detail', () => {
  /** Texts that would be placeholders in a sentence, or patterns in a replacement, and any others. */
  const values = fc.oneof(
    fc.constantFrom('{failure}', '{text}', '{__proto__}', '$&', '$1', '$$', "$'", '{}'),
    fc.string({ unit: 'grapheme' }),
  );
  /** A detail with a value for each placeholder, and its sentence with those values put in one by one. */
  const written = fc
    .tuple(fc.constantFrom(...codes), fc.infiniteStream(values), fc.constantFrom(...locales))
    .map(([code, stream, locale]) => {
      const taken = Object.fromEntries(
        placeholdersOf(details[code]).map((name) => [name, String(stream.next().value)]),
      );
      const one: Detail = { code, values: taken };
      const parts = sentences[locale][code].split(/\{(\w+)\}/);
      const expected = parts.map((part, n) => (n % 2 === 0 ? part : taken[part])).join('');
      return { one, locale, expected };
    });

  it('are written as they are, and never read as placeholders', () => {
    fc.assert(
      fc.property(written, ({ one, locale, expected }) => {
        expect(detailIn(locale, one)).toBe(expected);
      }),
    );
  });
  it('are written as they are within another detail as well', () => {
    fc.assert(
      fc.property(written, ({ one, locale, expected }) => {
        const parts = sentences[locale].lookupFailed.split('{failure}');
        expect(detailIn(locale, detail('lookupFailed', { failure: one }))).toBe(parts.join(expected));
      }),
    );
  });
});

describe('the explanation of an outcome', () => {
  const issues: Issue[] = [
    { path: 'user', message: 'must be text' },
    { path: '$', message: 'and 3 more problems' },
  ];
  const context = {
    identity: { tenantId: TENANT_ID, requestId: 'r' },
    mode: 'revoke',
    receivedAt: NOW,
    completedAt: NOW,
  } as const;
  const rejected = outcomeOfRejection(context, 'key', issues);
  it('is its detail in the language', () => {
    const outcome = { ...outcomeOf('failed'), detail: detail('noSuchUser') };
    expect(detailOf(outcome, 'en')).toBe('The directory of this tenant has no such user.');
    expect(detailOf(outcome, 'fr')).toBe("L'annuaire de ce tenant ne contient pas cet utilisateur.");
  });
  it('is its issues in the language', () => {
    expect(detailOf(rejected, 'en')).toBe('user: must be text; $: and 3 more problems');
    expect(detailOf(rejected, 'fr')).toBe('user : doit être du texte ; $ : et 3 autres problèmes');
  });
  it('is absent where there is nothing to explain', () => {
    for (const locale of locales) expect(detailOf(outcomeOf('signOutPending'), locale)).toBeUndefined();
  });
});
