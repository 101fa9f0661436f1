import type { JsonObject } from '../messages/json-object';
import { isObject } from '../messages/json-object';
import type { Step } from './json-path';
import { pathSteps, readStep } from './json-path';
import type { Opened, SourceText } from './open-text';
import { openText } from './open-text';

/** Objects with more names than any product writes are searched by exact names only. */
const MAX_SPELLINGS = 1000;

/**
 * A value of a message, and its path: `evidence[2].userAccount`; `$` is the message itself.
 *
 * Names below it are found in any case and with or without underscores, because products do not keep to one spelling;
 * nested or flat, as in `"user.email"`; and within JSON in a string. Nodes that were found are kept, so that many
 * formats can read one large message.
 */
export class JsonNode {
  readonly path: string;
  readonly value: unknown;
  readonly #within: readonly SourceText[];
  #children: Map<string, JsonNode> | undefined;
  #names: readonly string[] | undefined;
  #keys: ReadonlyMap<string, string> | undefined;
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

  /** The value as text; numbers and booleans are written out, blanks are nothing. */
  get asText(): string | undefined {
    if (typeof this.value === 'string') return this.value.trim() === '' ? undefined : this.value.trim();
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
    if (path.includes('.') || path.endsWith(']')) return walk([this], pathSteps(path));
    const child = this.child(path);
    return child ? [child] : [];
  }

  /** The items of a list; an object is its own only item. */
  items(): readonly JsonNode[] {
    this.#items ??= this.#listItems();
    return this.#items;
  }

  child(name: string): JsonNode | undefined {
    const { content } = this;
    if (!isObject(content)) return undefined;
    const key = this.#keyFor(content, name);
    if (key === undefined) return undefined;
    const known = this.#children?.get(key);
    if (known) return known;
    const path = this.path === '$' ? key : `${this.path}.${key}`;
    const child = new JsonNode(content[key], path, this.sources);
    this.#children ??= new Map();
    this.#children.set(key, child);
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

  #keyFor(content: JsonObject, name: string): string | undefined {
    if (Object.hasOwn(content, name)) return name;
    // Of two keys that only differ in spelling the first counts, as it comes first in the text.
    this.#keys ??= spellings(this.names);
    return this.#keys.get(spellingOfName(name));
  }
}

function walk(from: readonly JsonNode[], parts: readonly string[]): readonly JsonNode[] {
  if (parts.length === 0) return from;
  return from.flatMap((located) => walkOne(located, parts));
}

/** One name, or several joined to one: `{"user.email": …}` has a value for the path `user.email`. */
function walkOne(from: JsonNode, parts: readonly string[]): readonly JsonNode[] {
  let joined = '';
  for (const [n, part] of parts.entries()) {
    const { name, items } = readStep(part);
    joined = joined === '' ? name : `${joined}.${name}`;
    const child = joined === '' ? from : from.child(joined);
    const found = child && walk(items ? itemsOf(child, items) : [child], parts.slice(n + 1));
    if (found && found.length > 0) return found;
    if (items) return [];
  }
  return [];
}

function itemsOf(list: JsonNode, { where }: NonNullable<Step['items']>): readonly JsonNode[] {
  if (where === undefined) return list.items();
  const wanted = valueSpelling(where.value);
  return list.items().filter((item) => {
    const text = item.child(where.name)?.asText;
    return text !== undefined && valueSpelling(text) === wanted;
  });
}

function spellings(keys: readonly string[]): ReadonlyMap<string, string> {
  if (keys.length > MAX_SPELLINGS) return new Map();
  return new Map(keys.toReversed().map((key) => [spelling(key), key]));
}

/** The names that formats look for, which every message is searched for; never names of a message. */
const spellingsOfNames = new Map<string, string>();

function spellingOfName(name: string): string {
  const known = spellingsOfNames.get(name) ?? spelling(name);
  spellingsOfNames.set(name, known);
  return known;
}

function spelling(name: string): string {
  const lower = name.toLowerCase();
  return lower.includes('_') ? lower.replaceAll('_', '') : lower;
}

/** Names that a message holds as values are written with spaces as well. */
function valueSpelling(text: string): string {
  return spelling(text).replaceAll(' ', '');
}
