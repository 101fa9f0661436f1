import type { JsonObject } from '../messages/json-object';
import type { FlatNames } from './flat-names';
import { flatNamesOf, spellingsOf } from './flat-names';
import type { FieldName } from './json-path';

/** The names of an object, by which its values are found. Objects with the same names share what was found. */
export class ObjectNames {
  readonly names: readonly string[];
  /** `null` for a name that is not there. */
  readonly #keys = new Map<FieldName, string | null>();
  #spellings: { readonly found: ReadonlyMap<string, string> | undefined } | undefined;
  #flat: { readonly found: FlatNames | undefined } | undefined;

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** The names by their spelling. Undefined for an object that is searched by exact names only. */
  get spellings(): ReadonlyMap<string, string> | undefined {
    this.#spellings ??= { found: spellingsOf(this.names) };
    return this.#spellings.found;
  }

  /** The objects that are only there in flat names; undefined where no name is flat. */
  get flat(): FlatNames | undefined {
    this.#flat ??= { found: flatNamesOf(this.names) };
    return this.#flat.found;
  }

  /** The name by which an object with these names has a value, as it is written; `null` when it has none. */
  keyFor(object: JsonObject, name: FieldName): string | null {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const isWritten = Object.hasOwn(object, name.written);
    const key = isWritten ? name.written : (this.spellings?.get(name.spelling) ?? null);
    this.#keys.set(name, key);
    return key;
  }
}
