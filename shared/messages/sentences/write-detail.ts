import type { Detail } from '../../core/detail';
import { details, writeDetail } from '../../core/detail';
import type { Issue, Outcome } from '../../core/outcome';
import { frenchDetails } from './details-fr';
import { inFrench } from './issues-fr';
import type { Locale } from './statuses';

const sentences = { en: details, fr: frenchDetails };

/** The sentence of a detail in a language. */
export function detailIn(locale: Locale, detail: Detail): string {
  return writeDetail(detail, sentences[locale]);
}

/** The explanation of an outcome in a language; undefined when there is none. */
export function detailOf({ detail, issues }: Outcome, locale: Locale): string | undefined {
  if (locale === 'fr' && issues) {
    return issuesIn('fr', issues)
      .map(({ path, message }) => `${path} : ${message}`)
      .join(' ; ');
  }
  return detail && detailIn(locale, detail);
}

/** What is wrong with the fields of a message, in a language; a text without a translation stays English. */
export function issuesIn(locale: Locale, issues: readonly Issue[]): readonly Issue[] {
  return locale === 'fr' ? issues.map(({ path, message }) => ({ path, message: inFrench(message) })) : issues;
}
