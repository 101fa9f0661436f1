import { mailSubject } from './mail-titles';
import { wordReader } from './words';

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

// Words and phrases are written without articles: `not attack` is `Not an attack`.

const CLOSED =
  'resolved closed dismissed redirected suppressed archived remediated mitigated autoresolved autoclosed'.split(
    ' ',
  );
const BENIGN = [
  'false positive',
  'benign',
  'informational',
  'expected activity',
  'suspicious but expected',
  'not malicious',
  'non malicious',
  'not suspicious',
  'not attack',
  'not threat',
  'not true positive',
  'no threat',
  'no threats',
  'no action required',
  'no action needed',
  'confirmed safe',
  'security test',
  'security testing',
  'security personnel',
];
/** Words that mean this only where the text says nothing else. */
const BENIGN_ALONE = ['clean', 'no findings'];
/** Before a word, these turn it into its opposite, or into something that is not so yet or not certain. */
const NOT = [
  ...'not no non never un t isnt cannot longer be pending awaiting failed partially partly previously until'.split(
    ' ',
  ),
  ...'possible possibly potential potentially probable probably likely suspected maybe'.split(' '),
];
/** Words that may stand between the two, as in `not yet fully resolved`. */
const BETWEEN =
  'yet been being fully completely really auto automatically confirmed as marked classified considered'.split(
    ' ',
  );
const REOPENED = /(?:^| )(?:reopen|re open|reopened|re opened|reactivated)(?: |$)/;
const INFORMATIONAL =
  /^(?:(?:severity |sev |level |\d+ )*(?:informational|information|informative|info|verbose)(?: \d+)?|sev 4)$/;

const RAISED = 'alerts?|incidents?|detections?|events?|findings?|notifications?';
const SAMPLE = new RegExp(
  `^(?:this is |only |just )*(?:sample|test)(?: (?:${RAISED})(?: |$)|$)|(?<!malware|malicious|suspicious) (?:sample|test) (?:alert|incident)$`,
);
/** An incident with further alerts is named after its first one. */
const WITH_OTHERS = /(?:^| )other (?:alerts?|incidents?|events?)(?: |$)/;
const LABELLED = /^\W{0,9}[[({<]\W{0,3}(?:sample|test)\W{0,3}[\])}>]|\[ ?(?:sample|test) ?\]\W{0,3}$/i;

const read = wordReader(
  [...CLOSED, ...BENIGN, ...BENIGN_ALONE, ...NOT, ...BETWEEN, 'true', 'found', 'detected', 'sample', 'alert']
    .flatMap((phrase) => phrase.split(' '))
    .filter((word) => word.length > 1),
);
const [closedWords, benignWords] = [affirmed(CLOSED), affirmed(BENIGN)];

/** Letters without which a text has not the meaning: most texts need not be read as words. */
const letters = {
  informational: /info|verbose|sev/,
  closed: anyOf(CLOSED),
  benign: anyOf([...BENIGN, ...BENIGN_ALONE].map(longestWord)),
  sample: /sample|test/,
};

const tests: Readonly<Record<Meaning, (text: string) => boolean>> = {
  informational: (text) => mayMean(text, 'informational') && INFORMATIONAL.test(read(text)),
  closed: (text) => mayMean(text, 'closed') && isClosed(read(text)),
  benign: (text) => mayMean(text, 'benign') && isBenign(read(text)),
  sample: (text) => mayMean(text, 'sample') && isSample(text.trim(), read(text)),
  mailReceived: (text) => ['reported', 'delivered'].includes(mailSubject(text)),
  mailboxActs: (text) => mailSubject(text) === 'acting',
};

function mayMean(text: string, meaning: keyof typeof letters): boolean {
  return letters[meaning].test(text.toLowerCase());
}

function anyOf(words: readonly string[]): RegExp {
  return new RegExp(words.join('|'));
}

function longestWord(phrase: string): string {
  return phrase.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest));
}

/** Whether a text has a meaning of this name. */
export function means(text: string, meaning: string): boolean {
  return isMeaning(meaning) && tests[meaning](text);
}

/** Matches words that hold one of the phrases, with nothing before it that denies it. */
function affirmed(phrases: readonly string[]): RegExp {
  const [not, between, anyPhrase] = [NOT, BETWEEN, phrases].map((words) => words.join('|'));
  return new RegExp(`(?<=^| )(?=(?:${anyPhrase})(?: |$))(?<!(?:^| )(?:${not}) (?:(?:${between}) )*)`);
}

function isClosed(words: string): boolean {
  return closedWords.test(words) && !REOPENED.test(words);
}

function isBenign(words: string): boolean {
  return benignWords.test(words) || BENIGN_ALONE.includes(words);
}

function isSample(title: string, words: string): boolean {
  return LABELLED.test(title) || (SAMPLE.test(words) && !WITH_OTHERS.test(words));
}
