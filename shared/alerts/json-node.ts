import { isObject } from '../messages/json-object';
import type { FieldName, Items, Path, Step } from './json-path';
import { compiled, fieldName, pathBelow, valueSpelling } from './json-path';
import { NodeScope } from './node-scope';
import type { ObjectNames } from './object-names';
import type { Opened, SourceText } from './open-text';
import { isOpenable, openText } from './open-text';

const NONE: readonly JsonNode[] = [];

/**
 * A value of a message, and its path: `evidence[2].userAccount`; `$` is the message itself.
 *
 * Names below it are found in any case and with or without underscores, because products do not keep to one spelling;
 * nested or flat, as in `"user.email"`, whose `user` is an object as well; and within JSON in a string. Nodes that have
 * something below them are kept, so that many formats can read one large message.
 */
export class JsonNode {
  readonly path: string;
  readonly value: unknown;
  /** What all nodes of the message share. */
  readonly scope: NodeScope;
  readonly #within: readonly SourceText[];
  #names: ObjectNames | undefined;
  #children: Map<string, JsonNode> | undefined;
  #flat: Map<string, JsonNode> | undefined;
  #items: readonly JsonNode[] | undefined;
  #filtered: Map<Items, readonly JsonNode[]> | undefined;
  #opened: Opened | undefined;

  /** @param within the texts that hold the value, the outermost first */
  constructor(
    value: unknown,
    path = '$',
    within: readonly SourceText[] = [],
    scope: NodeScope = new NodeScope(),
  ) {
    this.value = value;
    this.path = path;
    this.#within = within;
    this.scope = scope;
  }

  /** The value, or the object or list that its text holds. */
  get content(): unknown {
    return typeof this.value === 'string' ? this.#open(this.value).value : this.value;
  }

  /** The texts that the content was read from, the outermost first: JSON in text is one more. */
  get sources(): readonly SourceText[] {
    return typeof this.value === 'string' ? this.#open(this.value).sources : this.#within;
  }

  /** The names that an object has. */
  get objectNames(): ObjectNames | undefined {
    if (this.#names) return this.#names;
    const { content } = this;
    if (isObject(content)) this.#names = this.scope.namesOf(content);
    return this.#names;
  }

  /** The names that an object has, as they are written. */
  get names(): readonly string[] {
    return this.objectNames?.names ?? [];
  }

  /** The value as text; numbers and booleans are written out, blanks are nothing. */
  get asText(): string | undefined {
    if (typeof this.value === 'string') return this.value.trim() || undefined;
    return typeof this.value === 'number' || typeof this.value === 'boolean' ? String(this.value) : undefined;
  }

  /** Whether each of the paths holds a value other than `null` and blank text. */
  has(...paths: readonly string[]): boolean {
    return paths.every((path) => this.select(path).some(hasValue));
  }

  /** The first text at any of the paths, in their order. */
  text(...paths: readonly string[]): string | undefined {
    for (const path of paths) {
      for (const { asText } of this.select(path)) if (asText !== undefined) return asText;
    }
    return undefined;
  }

  /** The node of the first text at any of the paths. */
  find(...paths: readonly string[]): JsonNode | undefined {
    for (const path of paths) {
      for (const node of this.select(path)) if (node.asText !== undefined) return node;
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

  /** The items of a list that a step of a path names. */
  itemsAt(items: Items): readonly JsonNode[] {
    const { where } = items;
    if (where === undefined) return this.items();
    this.#filtered ??= new Map();
    const known = this.#filtered.get(items);
    if (known) return known;
    const found = this.items().filter((item) => {
      const text = item.child(where.name)?.asText;
      return text !== undefined && valueSpelling(text) === where.spelling;
    });
    this.#filtered.set(items, found);
    return found;
  }

  child(name: string | FieldName): JsonNode | undefined {
    const { content } = this;
    if (!isObject(content)) return undefined;
    const key = this.objectNames?.keyFor(content, typeof name === 'string' ? fieldName(name) : name) ?? null;
    return key === null ? undefined : (this.#children?.get(key) ?? this.#childAt(key, content[key]));
  }

  /** The object of a name that is only there in flat names. */
  flatChild(name: FieldName): JsonNode | undefined {
    const flat = this.objectNames?.flat;
    const key = flat?.find(name);
    const { content } = this;
    if (!flat || key === undefined || !isObject(content)) return undefined;
    this.#flat ??= new Map();
    const child = this.#flat.get(key) ?? this.#below(flat.objectOf(key, content), key);
    this.#flat.set(key, child);
    return child;
  }

  #childAt(key: string, value: unknown): JsonNode {
    const child = this.#below(value, key);
    if ((typeof value === 'object' && value !== null) || isOpenable(value)) {
      this.#children ??= new Map();
      this.#children.set(key, child);
    }
    return child;
  }

  #below(value: unknown, key: string): JsonNode {
    return new JsonNode(value, pathBelow(this.path, key), this.sources, this.scope);
  }

  #open(text: string): Opened {
    this.#opened ??= openText(text, { path: this.path, within: this.#within, scope: this.scope });
    return this.#opened;
  }

  #listItems(): readonly JsonNode[] {
    const { content, path, sources, scope } = this;
    if (!Array.isArray(content)) return isObject(content) ? [this] : NONE;
    if (!scope.admitItems(content.length)) return NONE;
    return content.map((item: unknown, n) => new JsonNode(item, `${path}[${String(n)}]`, sources, scope));
  }
}

function hasValue({ value }: JsonNode): boolean {
  return value !== null && value !== '';
}

/** The nodes of the first alternative that leads to any; objects in flat names come last. */
function walk(from: JsonNode, path: Path): readonly JsonNode[] {
  for (const step of path) {
    const child = step.name === undefined ? from : from.child(step.name);
    const found = child ? follow(child, step) : NONE;
    if (found.length > 0) return found;
  }
  const [first] = path;
  const object = first?.name && from.flatChild(first.name);
  return object ? follow(object, first) : NONE;
}

/** The nodes that the rest of a path leads to. */
function follow(child: JsonNode, { items, rest }: Step): readonly JsonNode[] {
  if (!items) return rest.length === 0 ? [child] : walk(child, rest);
  const listed = child.itemsAt(items);
  return rest.length === 0 ? listed : listed.flatMap((item) => walk(item, rest));
}
