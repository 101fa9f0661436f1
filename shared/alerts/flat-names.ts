import type { JsonObject } from '../messages/json-object';
import type { FieldName } from './json-path';
import { spelling } from './json-path';

/** Objects with more names than any product writes are searched by exact names only. */
const MAX_SPELLINGS = 1000;

/**
 * Names by their spelling. Of two that only differ in spelling the first counts, as it comes first in the text. Undefined
 * for more names than are searched in any spelling.
 */
export function spellingsOf(names: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (names.length > MAX_SPELLINGS) return undefined;
  return new Map(names.toReversed().map((name) => [spelling(name), name]));
}

/** The objects in the flat names of an object; undefined when no name is flat. */
export function flatNamesOf(names: readonly string[]): FlatNames | undefined {
  return names.some((name) => name.includes('.')) ? new FlatNames(names) : undefined;
}

/** The objects that flat names stand for: `user` is one in `{"user.id": 1, "user.mail": "x"}`. */
export class FlatNames {
  /** The names of the objects by their spelling. */
  readonly spellings: ReadonlyMap<string, string> | undefined;
  readonly #keys = new Map<string, string[]>();

  constructor(names: readonly string[]) {
    for (const key of names) {
      const dot = key.indexOf('.');
      if (dot === -1) continue;
      const name = key.slice(0, dot);
      const keys = this.#keys.get(name);
      if (keys) keys.push(key);
      else this.#keys.set(name, [key]);
    }
    this.spellings = spellingsOf([...this.#keys.keys()]);
  }

  /** The name of the object that is looked for, as it is written. */
  find({ written, spelling: sought }: FieldName): string | undefined {
    return this.#keys.has(written) ? written : this.spellings?.get(sought);
  }

  /** The object of a name that was found, with the values that an object of these names has. */
  objectOf(name: string, values: JsonObject): JsonObject {
    const keys = this.#keys.get(name) ?? [];
    return Object.fromEntries(keys.map((key) => [key.slice(name.length + 1), values[key]]));
  }
}
