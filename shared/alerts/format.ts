import type { JsonNode } from './json-node';
import type { Reading } from './reading';

/** What a message brings along besides its body. */
export interface MessageContext {
  /** The request's id when the body names none. */
  readonly fallbackId: string;
  /** Paths of fields that stand twice in the text of the body; each is an issue where all of it is meant for us. */
  readonly repeatedKeys: () => readonly string[];
}

/** One shape in which requests arrive: how to tell it from all others, and how to read it. */
export interface Format {
  readonly name: string;
  readonly recognises: (message: JsonNode) => boolean;
  readonly read: (message: JsonNode, context: MessageContext) => Reading;
}
