import { fieldPath } from '../messages/field-path';
import { endOfString } from './json-strings';

/** A place in a JSON text: an object with the keys seen in it, or an array with the index reached. */
type Level = { readonly keys: Set<string>; key: string } | { readonly keys?: undefined; index: number };

/** Beyond so many, further repetitions are not looked for: one is enough to reject a message. */
const MAX_REPEATED = 21;
/** A path names so many levels at most: it is published in part, and a message can have thousands of levels. */
const MAX_LEVELS = 128;

/**
 * The paths of keys that appear twice in one object. `JSON.parse` silently keeps the last of them, and another reader may
 * keep the first: the meaning of `{"whatIf":true,"whatIf":false}` must not depend on the reader (RFC 8259, section 4).
 *
 * @param text must be valid JSON.
 */
export function repeatedKeys(text: string): string[] {
  const repeated: string[] = [];
  const levels: Level[] = [];
  let expectKey = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const level = levels.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      if (expectKey && level?.keys) {
        level.key = keyBetween(text, at, end);
        if (level.keys.has(level.key)) repeated.push(pathOf(levels));
        if (repeated.length === MAX_REPEATED) return repeated;
        level.keys.add(level.key);
      }
      expectKey = false;
      at = end;
    } else if (character === '{') {
      levels.push({ keys: new Set(), key: '' });
      expectKey = true;
    } else if (character === '[') {
      levels.push({ index: 0 });
      expectKey = false;
    } else if (character === '}' || character === ']') {
      levels.pop();
    } else if (character === ',' && level) {
      expectKey = level.keys !== undefined;
      if (level.keys === undefined) level.index++;
    }
  }
  return repeated;
}

/** A key with an escape is decoded, so that it equals another key that spells the same. */
function keyBetween(text: string, start: number, end: number): string {
  const key = text.slice(start + 1, end);
  return key.includes('\\') ? String(JSON.parse(`"${key}"`)) : key;
}

function pathOf(levels: readonly Level[]): string {
  return fieldPath(levels.slice(0, MAX_LEVELS).map((level) => (level.keys ? level.key : level.index)));
}
