const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A sender's text for a terminal: characters that control the terminal, or are invisible, are written as their codes. */
export function printable(text: string): string {
  return text.replace(STEERING, codeOf);
}

/** All but tabs and the ends of lines. */
const STEERING_LINES = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** The colours of `toned` are found as a whole. */
const STEERING_BESIDE_OURS = new RegExp(`\\u001b\\[3[1239]m|${STEERING_LINES.source}`, 'gu');

/** Lines for a terminal: what steers it, and is not ours, is written as codes, wherever it came from. */
export function printableLines(text: string, coloured: boolean): string {
  return text.replace(coloured ? STEERING_BESIDE_OURS : STEERING_LINES, (found) =>
    found.length > 2 ? found : codeOf(found),
  );
}

function codeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
