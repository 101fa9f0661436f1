import type { JsonObject } from '../messages/json-object';
import { MAX_LISTED, MAX_UNOPENED } from './limits';
import { ObjectNames } from './object-names';

/** Objects of more names than this are rarely alike. */
const MAX_SHARED = 200;
const NO_NAMES = new ObjectNames([]);

/** What all nodes of one message share: the names of its objects, and how much of it may still be looked at. */
export class NodeScope {
  /** By their number, and the first of them. */
  readonly #names = new Map<number, Map<string, ObjectNames>>();
  #itemsLeft = MAX_LISTED;
  #unopenedLeft = MAX_UNOPENED;
  #excess: string | undefined;

  /** Does some work. `excess` is what the message holds too much of, so that the work did not look at all of it. */
  during<Result>(work: () => Result): { readonly result: Result; readonly excess: string | undefined } {
    this.#excess = undefined;
    const result = work();
    return { result, excess: this.#excess };
  }

  /** Whether so many further items of lists may be looked at. */
  admitItems(count: number): boolean {
    const isAdmitted = count <= this.#itemsLeft;
    if (isAdmitted) this.#itemsLeft -= count;
    else this.#excess ??= `holds more than ${String(MAX_LISTED)} items`;
    return isAdmitted;
  }

  /** Whether one more text that begins like JSON may be parsed: to find out that it is something else takes long. */
  admitText(): boolean {
    const isAdmitted = this.#unopenedLeft > 0;
    if (!isAdmitted)
      this.#excess ??= `holds more than ${String(MAX_UNOPENED)} texts that begin like JSON and are not`;
    return isAdmitted;
  }

  /** Counts a text that begins like JSON and is something else. */
  countUnopened(): void {
    this.#unopenedLeft--;
  }

  /** The names of an object, which are those of an earlier object if that has the same. */
  namesOf(object: JsonObject): ObjectNames {
    const names = Object.keys(object);
    const [first] = names;
    if (first === undefined) return NO_NAMES;
    if (names.length > MAX_SHARED) return new ObjectNames(names);
    const ofLength = this.#names.get(names.length) ?? new Map<string, ObjectNames>();
    const known = ofLength.get(first);
    if (known && names.every((name, n) => name === known.names[n])) return known;
    const found = new ObjectNames(names);
    this.#names.set(names.length, ofLength.set(first, found));
    return found;
  }
}
