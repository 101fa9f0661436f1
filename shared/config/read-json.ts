import { repeatedKeys } from '../alerts/repeated-keys';
import type { Read } from './read';
import { valid } from './read';

/** The value of JSON text. A key that appears twice is a problem: the last one would replace the first silently. */
export function readJson(text: string): Read<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'invalid', problems: ['is not JSON'] };
  }
  const repeated = repeatedKeys(text);
  if (repeated.length === 0) return valid(value);
  return { kind: 'invalid', problems: [...new Set(repeated)].map((path) => `has ${path} twice`) };
}
