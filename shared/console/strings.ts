import type { Status } from '../core/outcome';
import { english } from './english';
import { french } from './french';

/** The languages of the page. */
export type Language = 'en' | 'fr';

/** Every sentence of the page, by its name. */
export type Strings = Readonly<Record<keyof typeof english, string>>;

const languages: Readonly<Record<Language, Strings>> = { en: english, fr: french };

/** The strings of a language. */
export function stringsOf(language: Language): Strings {
  return languages[language];
}

/** The language of a person, by the languages that their browser prefers. */
export function languageOf(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in languages);
  return known === 'fr' ? 'fr' : 'en';
}

/** A string with its places filled. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** How a status is called. */
export function statusName(strings: Strings, status: Status): string {
  return status === 'declined' ? strings.statusDeclined : strings[status];
}
