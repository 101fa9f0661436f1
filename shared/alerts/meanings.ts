import { mailSubject } from './mail-titles';

/** What a text of an alert may mean, however a product spells it. */
export const meanings = [
  'informational',
  'closed',
  'benign',
  'sample',
  'mailReceived',
  'mailboxActs',
] as const;
type Meaning = (typeof meanings)[number];

/** Whether a text is the name of a meaning. */
export function isMeaning(name: string): name is Meaning {
  return meanings.some((meaning) => meaning === name);
}

const INFORMATIONAL = new Set(['informational', 'information', 'informative', 'info', 'sev4', 'verbose']);
const CLOSED = new Set([
  'resolved',
  'closed',
  'dismissed',
  'redirected',
  'suppressed',
  'archived',
  'autoresolved',
  'autoclosed',
  'remediated',
]);
const BENIGN =
  /^(?:falsepositive|benign|informational|expectedactivity|notmalicious|notsuspicious|securitytest|confirmedsafe|nothreatsfound)/;
const SAMPLE = /^(?:\[?(?:sample|test) ?alerts?\b|\[(?:sample|test)\])|\b(?:sample|test) alert\]?$/;

const tests: Readonly<Record<Meaning, (text: string) => boolean>> = {
  informational: (text) => INFORMATIONAL.has(letters(text)),
  closed: (text) => CLOSED.has(letters(text)),
  benign: (text) => BENIGN.test(letters(text)),
  sample: (text) => SAMPLE.test(text.trim()),
  mailReceived: (text) => ['reported', 'delivered'].includes(mailSubject(text)),
  mailboxActs: (text) => mailSubject(text) === 'acting',
};

/** Whether a text, in lower case, has a meaning of this name. */
export function means(text: string, meaning: string): boolean {
  return isMeaning(meaning) && tests[meaning](text);
}

/** `False Positive`, `FALSE_POSITIVE` and `falsePositive` are one word. */
function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}
