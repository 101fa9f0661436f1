/** What a person cannot see in a name: no character, a direction of writing, or another script. */
export type Suspicion =
  | { readonly kind: 'invisible'; readonly codePoint: string }
  | { readonly kind: 'mixedScripts'; readonly codePoint: string };

/** Zero-width and bidirectional characters, fillers, variation selectors, controls, private and unassigned code points. */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** A letter that is not Latin; digits and marks belong to every script. */
const NOT_LATIN = /(?!\p{Script=Latin})\p{L}/u;
const LATIN = /\p{Script=Latin}/u;

/**
 * The first character because of which a name may not be the one that it seems to be. A name whose letters are all of one
 * script is not suspicious, whatever the script.
 */
export function suspicionOf(name: string): Suspicion | undefined {
  const invisible = INVISIBLE.exec(name)?.[0];
  if (invisible !== undefined) return { kind: 'invisible', codePoint: codePointOf(invisible) };
  const other = LATIN.test(name) ? NOT_LATIN.exec(name)?.[0] : undefined;
  return other === undefined ? undefined : { kind: 'mixedScripts', codePoint: codePointOf(other) };
}

function codePointOf(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${hex.padStart(4, '0')}`;
}
