import type { Issue } from '../../core/outcome';
import type { Decompress } from '../../messages/content-encoding';
import type { JsonNode } from '../json-node';
import { pathBelow, spelling } from '../json-path';

/**
 * Which messages of our own count where a message is: requests and decisions at the top; in a list only requests, since a
 * person decides one thing at a time; none within what has been logged.
 */
export type OwnMessages = 'all' | 'requests' | 'none';

/** Something that alerts are sent in. */
export interface Envelope {
  readonly name: string;
  /** What is in it, in order; undefined when the message is no such envelope. */
  readonly open: (message: JsonNode, decompress?: Decompress) => readonly JsonNode[] | undefined;
  /** Which messages of our own count within it, by which count where it is itself. Absent: none. */
  readonly own?: (around: OwnMessages, message: JsonNode) => OwnMessages;
}

/**
 * What makes an envelope ambiguous around a message of our own: two names that differ only in spelling, of which another
 * reader may take the other, or data of an event in two forms. Undefined: it is not ambiguous.
 */
export function ambiguityOf({ names, path }: JsonNode): Issue | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    const spelled = spelling(name).replace(/^database64$/, 'data');
    if (seen.has(spelled)) return { path: pathBelow(path, name), message: TWICE };
    seen.add(spelled);
  }
  return undefined;
}

const TWICE = 'appears twice, in another spelling or another form';

/** The type of an event whose data is a request or a decision of our own. */
export const REQUEST_EVENT = 'io.github.session-revoker.request.v1';

/** Opens the first list that has one of the names and whose items are all of one kind; an empty list is none. */
export function listOpener(
  names: readonly string[],
  isItem: (item: JsonNode) => boolean,
): (message: JsonNode) => readonly JsonNode[] | undefined {
  return (message) =>
    names.map((name) => message.select(`${name}[]`)).find((items) => items.length > 0 && items.every(isItem));
}

/** How a sender writes a message does not change what it is. */
export function asAround(around: OwnMessages): OwnMessages {
  return around;
}

/** Of several messages, each may be a request, but none a decision. */
export function asOneOfSeveral(around: OwnMessages): OwnMessages {
  return around === 'all' ? 'requests' : around;
}
