import type { JsonObject } from '../messages/json-object';
import { isObject } from '../messages/json-object';
import type { FlatNames } from './flat-names';
import { flatNamesOf, spellingsOf } from './flat-names';
import type { FieldName, Items, Path, Step } from './json-path';
import { compiled, fieldName, pathBelow, valueSpelling } from './json-path';
import type { Opened, SourceText } from './open-text';
import { openText } from './open-text';

/**
 * A value of a message, and its path: `evidence[2].userAccount`; `$` is the message itself.
 *
 * Names below it are found in any case and with or without underscores, because products do not keep to one spelling;
 * nested or flat, as in `"user.email"`, whose `user` is an object as well; and within JSON in a string. Nodes that were
 * found are kept, so that many formats can read one large message.
 */
export class JsonNode {
  readonly path: string;
  readonly value: unknown;
  readonly #within: readonly SourceText[];
  #children: Map<string, JsonNode> | undefined;
  #names: readonly string[] | undefined;
  #keys: { readonly spellings: ReadonlyMap<string, string> | undefined } | undefined;
  #flatNames: { readonly found: FlatNames | undefined } | undefined;
  #flat: Map<string, JsonNode> | undefined;
  #items: readonly JsonNode[] | undefined;
  #opened: Opened | undefined;

  /** @param within the texts that hold the value, the outermost first */
  constructor(value: unknown, path = '$', within: readonly SourceText[] = []) {
    this.value = value;
    this.path = path;
    this.#within = within;
  }

  /** The value, or the object or list that its text holds. */
  get content(): unknown {
    return this.#open().value;
  }

  /** The texts that the content was read from, the outermost first: JSON in text is one more. */
  get sources(): readonly SourceText[] {
    return this.#open().sources;
  }

  /** The names that an object has, as they are written. */
  get names(): readonly string[] {
    this.#names ??= isObject(this.content) ? Object.keys(this.content) : [];
    return this.#names;
  }

  /** The names of an object by their spelling. Undefined for an object that is searched by exact names only. */
  get spellings(): ReadonlyMap<string, string> | undefined {
    this.#keys ??= { spellings: spellingsOf(this.names) };
    return this.#keys.spellings;
  }

  /** The objects that are only there in flat names; undefined where no name is flat. */
  get flatNames(): FlatNames | undefined {
    this.#flatNames ??= { found: flatNamesOf(this.content, this.names) };
    return this.#flatNames.found;
  }

  /** The value as text; numbers and booleans are written out, blanks are nothing. */
  get asText(): string | undefined {
    if (typeof this.value === 'string') return this.value.trim() || undefined;
    return typeof this.value === 'number' || typeof this.value === 'boolean' ? String(this.value) : undefined;
  }

  /** Whether each of the paths holds a value other than `null` and blank text. */
  has(...paths: readonly string[]): boolean {
    return paths.every((path) => this.select(path).some(({ value }) => value !== null && value !== ''));
  }

  /** The first text at any of the paths, in their order. */
  text(...paths: readonly string[]): string | undefined {
    return this.find(...paths)?.asText;
  }

  /** The node of the first text at any of the paths. */
  find(...paths: readonly string[]): JsonNode | undefined {
    for (const path of paths) {
      const found = this.select(path).find(({ asText }) => asText !== undefined);
      if (found) return found;
    }
    return undefined;
  }

  /** Every node at a path. An object in place of a list counts as a list of that object. */
  select(path: string): readonly JsonNode[] {
    if (path === '.') return [this];
    return walk(this, compiled(path));
  }

  /** The items of a list; an object is its own only item. */
  items(): readonly JsonNode[] {
    this.#items ??= this.#listItems();
    return this.#items;
  }

  child(name: string | FieldName): JsonNode | undefined {
    const { content } = this;
    if (!isObject(content)) return undefined;
    const key = this.#keyFor(content, typeof name === 'string' ? fieldName(name) : name);
    if (key === undefined) return undefined;
    this.#children ??= new Map();
    return this.#kept(this.#children, key, () => content[key]);
  }

  /** The object of a name that is only there in flat names. */
  flatChild(name: FieldName): JsonNode | undefined {
    const { flatNames } = this;
    const key = flatNames?.find(name);
    if (!flatNames || key === undefined) return undefined;
    this.#flat ??= new Map();
    return this.#kept(this.#flat, key, () => flatNames.objectOf(key));
  }

  #kept(children: Map<string, JsonNode>, key: string, valueOf: () => unknown): JsonNode {
    const child = children.get(key) ?? new JsonNode(valueOf(), pathBelow(this.path, key), this.sources);
    children.set(key, child);
    return child;
  }

  #open(): Opened {
    this.#opened ??= openText(this.value, this.path, this.#within);
    return this.#opened;
  }

  #listItems(): readonly JsonNode[] {
    const { content } = this;
    if (Array.isArray(content)) {
      return content.map(
        (item: unknown, n) => new JsonNode(item, `${this.path}[${String(n)}]`, this.sources),
      );
    }
    return isObject(content) ? [this] : [];
  }

  #keyFor(content: JsonObject, { written, spelling }: FieldName): string | undefined {
    if (Object.hasOwn(content, written)) return written;
    return this.spellings?.get(spelling);
  }
}

/** The nodes of the first alternative that leads to any; objects in flat names come last. */
function walk(from: JsonNode, path: Path): readonly JsonNode[] {
  for (const step of path) {
    const child = step.name === undefined ? from : from.child(step.name);
    const found = child ? follow(child, step) : [];
    if (found.length > 0) return found;
  }
  const [first] = path;
  const object = first?.name && from.flatChild(first.name);
  return object ? follow(object, first) : [];
}

/** The nodes that the rest of a path leads to. */
function follow(child: JsonNode, { items, rest }: Step): readonly JsonNode[] {
  if (items) return itemsOf(child, items).flatMap((item) => below(item, rest));
  return below(child, rest);
}

function below(item: JsonNode, rest: Path): readonly JsonNode[] {
  return rest.length === 0 ? [item] : walk(item, rest);
}

function itemsOf(list: JsonNode, { where }: Items): readonly JsonNode[] {
  if (where === undefined) return list.items();
  return list.items().filter((item) => {
    const text = item.child(where.name)?.asText;
    return text !== undefined && valueSpelling(text) === where.spelling;
  });
}
