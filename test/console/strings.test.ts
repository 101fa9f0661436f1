import { describe, expect, it } from '@jest/globals';
import { statuses } from '../../shared/core/outcome';
import { fill, languageOf, statusName, stringsOf } from '../../shared/console/strings';

const placesIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();
const [english, french] = [stringsOf('en'), stringsOf('fr')];

describe('the strings of the console', () => {
  it('have the same names and places in both languages, and none is empty', () => {
    expect(Object.keys(french).toSorted()).toEqual(Object.keys(english).toSorted());
    for (const [name, text] of Object.entries(english)) {
      const translated = Object.entries(french).find(([other]) => other === name)?.[1] ?? '';
      expect([name, placesIn(translated)]).toEqual([name, placesIn(text)]);
      expect(translated.trim()).not.toBe('');
    }
  });
  it.each([...statuses])('call the status %s by a name in both languages', (status) => {
    expect(statusName(english, status)).toMatch(/\w/);
    expect(statusName(french, status)).toMatch(/\w/);
  });
  it.each([
    [['fr-CA', 'en'], 'fr'],
    [['de-DE', 'fr'], 'fr'],
    [['en-GB', 'fr'], 'en'],
    [['ja'], 'en'],
    [[], 'en'],
  ] as const)('for a browser that prefers %j are %s', (preferred, language) => {
    expect(languageOf(preferred)).toBe(language);
  });
  it('are filled once: what is filled in is not read as a place', () => {
    expect(fill('{user} by {by}', { user: '{by}', by: 'lead' })).toBe('{by} by lead');
  });
});
