import { endOfString } from './json-strings';

/** Integers that may have more digits than a number of JavaScript keeps; not parts of other numbers. */
const LONG_INTEGERS = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Parses JSON (RFC 8259). An integer that would lose digits as a number becomes text with all of them: ids have 64 bits
 * (the reviver's `source` does the same, but a reviver is called for every value, which takes ten times as long).
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  const exact = withTextForLongIntegers(text);
  return exact === text ? value : (JSON.parse(exact) as unknown);
}

function withTextForLongIntegers(text: string): string {
  const written: string[] = [];
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const gap = text.slice(at, quote === -1 ? undefined : quote);
    written.push(gap.length < 16 ? gap : gap.replaceAll(LONG_INTEGERS, exactly));
    if (quote === -1) break;
    at = endOfString(text, quote) + 1;
    written.push(text.slice(quote, at));
  }
  return written.join('');
}

function exactly(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;
}
