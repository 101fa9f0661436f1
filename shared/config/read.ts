/** Either a value, or every problem at once, each beginning with the variable's name. */
export type Read<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** A part of the configuration, whatever it is read to. */
export type Part =
  { readonly kind: 'valid' } | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export function valid<T>(value: T): Read<T> {
  return { kind: 'valid', value };
}

/** All that is wrong with several parts. */
export function problemsOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'invalid' ? part.problems : []));
}
