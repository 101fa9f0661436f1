import type { Issue } from '../core/outcome';

/** An event that a line of text holds as keys and values, or what is wrong with the line; paths are relative to it. */
export type EventReading =
  | { readonly kind: 'event'; readonly event: Readonly<Record<string, unknown>> }
  | { readonly kind: 'malformed'; readonly issues: readonly [Issue, ...Issue[]] };

/** More fields than any product writes. */
export const MAX_FIELDS = 1000;

/** The header fields of an event, by their names in the order in which they are written. */
export function headerFields(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, n) => [name, values[n] ?? '']));
}

/**
 * An event of a header and fields. Neither CEF nor LEEF says which value of a repeated key counts, and a product that does
 * not escape its values lets others write keys: such an event is malformed.
 *
 * @param name of the event in paths: `cef`
 * @param group the name of its fields: `extension`
 */
export function eventOf(
  [name, group]: readonly [name: string, group: string],
  header: Readonly<Record<string, string>>,
  fields: readonly (readonly [key: string, value: string])[],
): EventReading {
  const keys = new Set<string>();
  const repeated = new Set<string>();
  for (const [key] of fields) (keys.has(key) ? repeated : keys).add(key);
  const [first, ...others] = [...repeated].map((key): Issue => ({
    path: `${name}.${group}.${key}`,
    message: 'appears twice',
  }));
  if (first) return { kind: 'malformed', issues: [first, ...others] };
  return { kind: 'event', event: { [name]: { ...header, [group]: Object.fromEntries(fields) } } };
}

/** An event with one issue. */
export function malformed(path: string, message: string): EventReading {
  return { kind: 'malformed', issues: [{ path, message }] };
}

/** What has more fields than are read. */
export function tooManyFields(path: string): EventReading {
  return malformed(path, `has more than ${String(MAX_FIELDS)} fields`);
}
