/** Text of a message in a form that can be reported: without control characters, and cut to a length. */
export function reportableText(text: string | undefined, maxLength: number): string | undefined {
  return text
    ?.toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, maxLength);
}
