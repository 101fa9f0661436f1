import type { Decompress } from '../../messages/content-encoding';
import type { JsonNode } from '../json-node';

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

/** The type of an event whose data is a request or a decision of our own. */
export const REQUEST_EVENT = 'io.github.session-revoker.request.v1';

/** How a sender writes a message does not change what it is. */
export function asAround(around: OwnMessages): OwnMessages {
  return around;
}

/** Of several messages, each may be a request, but none a decision. */
export function asOneOfSeveral(around: OwnMessages): OwnMessages {
  return around === 'all' ? 'requests' : around;
}
