import { repeatedKeys } from '../alerts/repeated-keys';
import type { Read } from './read';
import { valid } from './read';

/** Where the parser stopped, as V8 writes it where it does. The rest of its message may quote a secret. */
const PLACE = /\(line (\d+) column (\d+)\)$/;

/** The value of JSON text. A key that appears twice is a problem: the last one would replace the first silently. */
export function readJson(text: string): Read<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const [place, line = '', column = ''] = PLACE.exec(String(error)) ?? [];
    const where = place === undefined ? '' : ` (line ${line}, column ${column})`;
    return { kind: 'invalid', problems: [`is not JSON${where}`] };
  }
  const repeated = repeatedKeys(text);
  if (repeated.length === 0) return valid(value);
  return { kind: 'invalid', problems: [...new Set(repeated)].map((path) => `has ${path} twice`) };
}
