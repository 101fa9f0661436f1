import type { Issue } from '../core/outcome';
import { isObject } from './json-object';

/** The fields of an object by their proper names, and the names that are not among them. */
export interface CanonicalFields {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly unknown: readonly string[];
}

/**
 * Matches names without case, so that a PowerShell habit (`User`, `WhatIf`) works. A name that stillValid twice
 * in different case is unknown the second time: which of the two was meant cannot be told.
 *
 * @returns undefined when the value is no JSON object.
 */
export function canonicalFields(value: unknown, names: readonly string[]): CanonicalFields | undefined {
  if (!isObject(value)) return undefined;
  const proper = new Map(names.map((name) => [name.toLowerCase(), name]));
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

/** What keeps a message of our own from being plain, by the paths of its fields. */
export function fieldIssues(unknown: readonly string[], repeated: readonly string[]): Issue[] {
  return [
    ...unknown.map((path) => ({ path, message: UNKNOWN_FIELD })),
    ...repeated.map((path) => ({ path, message: 'appears twice' })),
  ];
}
