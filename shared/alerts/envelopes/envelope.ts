import type { JsonNode } from '../json-node';

/** Something that alerts are sent in. */
export interface Envelope {
  readonly name: string;
  /** What is in it, in order; undefined when the message is no such envelope. */
  readonly open: (message: JsonNode) => readonly JsonNode[] | undefined;
}
