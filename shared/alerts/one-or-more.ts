/** Where the grammar of formats takes one text it takes a list of them as well. */
export type OneOrMore = string | readonly string[];

/** One text, several, or none, as a list. */
export function listOf(given: OneOrMore | undefined): readonly string[] {
  if (given === undefined) return [];
  return typeof given === 'string' ? [given] : given;
}
