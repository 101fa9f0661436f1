/** The index of the quotation mark that ends the string which begins at `start`. The text must be valid JSON. */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
