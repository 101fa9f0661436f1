/**
 * A name in the form in which names are compared: NFKC and case-folded, so that no spelling of a name passes for another
 * one. Names in the form are stored nowhere: keys and ids have a form of their own.
 */
export function foldedName(name: string): string {
  // Upper case first unfolds what has no single lower case: ß becomes ss.
  return name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}
