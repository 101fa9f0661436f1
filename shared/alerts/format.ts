import type { JsonNode } from './json-node';
import type { Reading } from './reading';
import type { RequiredNames } from './required-names';

/** The context in which a message is read. */
export interface ItemContext {
  /** The request's id when the body names none. */
  readonly fallbackId: string;
  /** The tenant that the app is connected to, in lower case, where it is known. */
  readonly tenantId?: string;
  /** Paths of fields that occur twice in the text of the body; each is an issue in a request of our own. */
  readonly repeatedKeys: () => readonly string[];
  /** Whether so many users may be named in addition to those of the items before; absent: there is one item. */
  readonly admitUsers?: (users: number) => boolean;
}

/** A form of message: a test that no message of another form passes, and a reader. */
export interface Format {
  readonly name: string;
  /** The built-in format in whose place this one is put. */
  readonly replaces?: string;
  /** Its alerts have fields of the events that they are about, by which the formats of these match as well. */
  readonly carriesEvents?: boolean;
  /** For each way to match: the names that it requires. Absent when that is not known. */
  readonly waysToMatch?: readonly (readonly RequiredNames[])[];
  readonly matches: (message: JsonNode) => boolean;
  readonly read: (message: JsonNode, context: ItemContext) => Reading;
}
