import type { Issue } from '../core/outcome';
import { isObject } from './json-object';

/** The fields of an object by their proper names, and the names that are unknown. */
export interface CanonicalFields {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly unknown: readonly string[];
}

/** The proper names of fields, by their lower case. */
export type FieldNames = ReadonlyMap<string, string>;

export function fieldNames(names: readonly string[]): FieldNames {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/**
 * Matches names without case, so that a PowerShell habit (`User`, `WhatIf`) works. A name that appears twice
 * in different case is unknown the second time, because the field is then ambiguous.
 *
 * @returns undefined when the value is not a JSON object.
 */
export function canonicalFields(value: unknown, proper: FieldNames): CanonicalFields | undefined {
  if (!isObject(value)) return undefined;
  const fields = new Map<string, unknown>();
  const unknown: string[] = [];
  for (const sent of Object.keys(value)) {
    const name = proper.get(sent.toLowerCase());
    if (name !== undefined && !fields.has(name)) fields.set(name, value[sent]);
    else unknown.push(sent);
  }
  return { fields: Object.fromEntries(fields), unknown };
}

export const UNKNOWN_FIELD = 'unknown field, or the same field twice';

/** The issues of a message in our own format: its unknown fields and its repeated fields. */
export function fieldIssues(unknown: readonly string[], repeated: readonly string[]): Issue[] {
  return [
    ...unknown.map((path) => ({ path, message: UNKNOWN_FIELD })),
    ...repeated.map((path) => ({ path, message: 'appears twice' })),
  ];
}
