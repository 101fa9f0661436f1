import type { JsonDocument } from './json-document';
import type { Reading } from './reading';

/** What a message brings along besides its body. */
export interface MessageContext {
  /** The request's id when the body names none. */
  readonly fallbackId: string;
}

/** One shape in which requests arrive: how to tell it from all others, and how to read it. */
export interface Format {
  readonly name: string;
  readonly recognises: (value: unknown) => boolean;
  readonly read: (document: JsonDocument, context: MessageContext) => Reading;
}
