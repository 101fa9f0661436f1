import { shownText } from '../notifications/shown-text';

/** What Markdown and HTML give a meaning to. */
const MARKUP = /[<>&[\]{}()*`~|]+/gu;
/** These have one at the edge of a word, and are parts of names within it: `a_b`, `CONTOSO\a`, `a#EXT#@b`. */
const AT_AN_EDGE = /(?<![\p{L}\p{N}.#_])[_#\\]+|[_#\\]+(?![\p{L}\p{N}@#_])/gu;
/** What a portal would make a link of, also after a character that is taken out: `_https://`. */
const LINK = /[a-z][\w+.-]*:\/+|(?<![\p{L}\p{N}])www\./giu;

/**
 * Text of a sender as a comment may have it: on one line, without markup, links and invisible characters, and cut to a length.
 * Microsoft Sentinel renders Markdown and HTML in comments.
 */
export function plainText(text: string, maxLength = 300): string {
  const line = [LINK, MARKUP, AT_AN_EDGE].reduce((left, what) => left.replaceAll(what, ' '), shownText(text));
  const short = line.replaceAll(/\s+/gu, ' ').trim();
  return short.length > maxLength ? `${short.slice(0, maxLength).toWellFormed()}…` : short;
}
