import type { Detail } from '../../core/detail';
import { details, writeDetail } from '../../core/detail';
import type { Outcome } from '../../core/outcome';
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
    return issues.map(({ path, message }) => `${path} : ${inFrench(message)}`).join(' ; ');
  }
  return detail && detailIn(locale, detail);
}
