import type { Condition } from './format-schema';
import { compiled } from './json-path';
import { listOf } from './one-or-more';

/** Field names by their spelling, of which a message has at least one. */
export type RequiredNames = readonly string[];

/** The names of which every message has one that meets the condition; undefined when others can meet it as well. */
export function requiredNames({ path, exists, isNot, meansNot }: Condition): RequiredNames | undefined {
  if (exists === false || isNot !== undefined || meansNot !== undefined) return undefined;
  const names = listOf(path).map(namesAtTop);
  return names.every((some) => some !== undefined) ? names.flat() : undefined;
}

/** The names that a path may begin with; undefined for a path that begins with the message itself. */
function namesAtTop(path: string): RequiredNames | undefined {
  if (path === '.') return undefined;
  const names = compiled(path).flatMap(({ name }) => name?.spelling ?? []);
  return names.length === 0 ? undefined : names;
}
