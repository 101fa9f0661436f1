const CONTROL = /\p{Cc}/u;

/** Text of a message in a form that can be reported: without control characters, and cut to a length. */
export function reportableText(text: string | undefined, maxLength: number): string | undefined {
  if (text === undefined) return undefined;
  const wellFormed = text.toWellFormed();
  const beginning = wellFormed.slice(0, maxLength);
  return CONTROL.test(beginning) ? wellFormed.replace(/\p{Cc}+/gu, ' ').slice(0, maxLength) : beginning;
}
