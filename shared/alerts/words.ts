/** The longest text without separators that is taken for several words. */
const MAX_JOINED = 48;

/** Of a longer text only the beginning is read: no state is as long, and few titles. */
const MAX_TEXT = 1000;

/** Words that say nothing of a meaning. */
const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the']);

/** Words as products separate them: by case, punctuation and digits. */
const WORD = /\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lt}\p{Lm}\p{Lo}]+|\p{N}+/gu;

/**
 * Reads texts as words in lower case, without articles, joined by spaces: `falsePositive`, `FALSE_POSITIVE` and
 * `False positive` are read alike. So is `falsepositive`, if all its words are among the known ones.
 */
export function wordReader(known: Iterable<string>): (text: string) => string {
  const words = new Set(known);
  const anyWord = [...words].toSorted((one, other) => other.length - one.length).join('|');
  const next = new RegExp(`(?:${anyWord})(?=(?:${anyWord})*$)`, 'gu');
  const separated = (word: string): readonly string[] => {
    if (words.has(word) || word.length > MAX_JOINED) return [word];
    const parts = word.match(next) ?? [];
    return parts.join('') === word ? parts : [word];
  };
  return (text) =>
    (text.slice(0, MAX_TEXT).match(WORD) ?? [])
      .flatMap((word) => separated(word.toLowerCase()))
      .filter((word) => !ARTICLES.has(word))
      .join(' ');
}
