import type * as z from 'zod';
import { fieldPath } from '../messages/field-path';
import type { Environment } from './environment';
import { readJson } from './read-json';
import type { Read } from './read';
import { ONCE, valid } from './read';

/** Reads a setting that is a JSON list; absent: an empty one. Each problem begins with the setting and a path. */
export function readList<T>(variable: string, settings: Environment, schema: z.ZodType<T>): Read<T> {
  const json = readJson(settings[variable] ?? '[]');
  if (json.kind === 'invalid') {
    return { kind: 'invalid', problems: json.problems.map((one) => `${variable}: ${one}`) };
  }
  const parsed = schema.safeParse(json.value, ONCE);
  if (parsed.success) return valid(parsed.data);
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${variable} ${fieldPath(path)}: ${message}`,
  );
  return { kind: 'invalid', problems };
}

export function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
