import type { JsonNode } from './json-node';

/** Something that is the case in an alert, or is not. A path may hold others that serve as well, behind a `|`. */
export type Condition =
  /** There is something at the path. */
  | { readonly path: string }
  /** One of the texts at the path is one of these, without regard to case. */
  | { readonly path: string; readonly is: readonly string[] }
  /** No text at the path is one of these; so it is when there is none. */
  | { readonly path: string; readonly isNone: readonly string[] }
  /** One of the texts at the path begins so, without regard to case. */
  | { readonly path: string; readonly begins: string }
  /** The same within the text. */
  | { readonly path: string; readonly contains: string }
  /** Both paths hold the same text, without regard to case. */
  | { readonly path: string; readonly isSameAs: string }
  /** There is nothing at the path. */
  | { readonly lacks: string };

/** Where a condition is met, `undefined` when it is not. */
export function met(condition: Condition, within: JsonNode): { readonly what: string } | undefined {
  if ('lacks' in condition) {
    return within.has(condition.lacks) ? undefined : { what: `there is no ${condition.lacks}` };
  }
  const { path } = condition;
  const texts = path
    .split('|')
    .flatMap((one) => within.select(one))
    .flatMap(({ asText }) => asText ?? []);
  if ('is' in condition) {
    const found = condition.is.find((wanted) => texts.some((text) => same(text, wanted)));
    return found === undefined ? undefined : { what: `${path} is ${found}` };
  }
  if ('isNone' in condition) {
    const isNone = !condition.isNone.some((wanted) => texts.some((text) => same(text, wanted)));
    return isNone
      ? { what: `${path} is ${texts.length === 0 ? 'missing' : 'another than those acted on'}` }
      : undefined;
  }
  if ('begins' in condition) {
    const begins = condition.begins.toLowerCase();
    const found = texts.some((text) => text.toLowerCase().startsWith(begins));
    return found ? { what: `${path} begins with ${condition.begins}` } : undefined;
  }
  if ('contains' in condition) {
    const contained = condition.contains.toLowerCase();
    const found = texts.some((text) => text.toLowerCase().includes(contained));
    return found ? { what: `${path} contains ${condition.contains}` } : undefined;
  }
  if ('isSameAs' in condition) {
    const other = within.text(condition.isSameAs);
    const isSame = other !== undefined && texts.some((text) => same(text, other));
    return isSame ? { what: `${path} is the same as ${condition.isSameAs}` } : undefined;
  }
  return within.has(path) ? { what: `there is ${path}` } : undefined;
}

export function allMet(conditions: readonly Condition[], within: JsonNode): boolean {
  return conditions.every((condition) => met(condition, within));
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
