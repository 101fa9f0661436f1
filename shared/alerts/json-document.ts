import type { Issue } from '../core/outcome';
import { decodeBase64 } from './base64';
import { dataContractContents } from './data-contract';
import { isEventText } from './event-text';
import { parseJson } from './parse-json';

/** A JSON text, and what it means. */
export interface JsonDocument {
  readonly text: string;
  readonly value: unknown;
}

/** The largest body that is read, in bytes; Service Bus itself ends at 256 KB in its standard tier. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** More lines than this are more items than a message may hold. */
const MAX_LINES = 1001;

type Documents = readonly [JsonDocument, ...JsonDocument[]];

export type Decoded =
  /** One document, or one for each line. */
  | { readonly kind: 'documents'; readonly documents: Documents }
  | { readonly kind: 'rejected'; readonly issues: readonly Issue[] };

/**
 * Decodes a message body and parses JSON (RFC 8259). The body is UTF-8, strictly, or UTF-16 with a byte order mark; a
 * string of the DataContract serializer of .NET, JSON objects in lines, and base64 are opened; events in CEF or LEEF are
 * one text. Never throws: whatever the bytes are, the answer is documents or the issue that explains why there is none.
 */
export function decodeJson(bytes: Uint8Array): Decoded {
  if (bytes.byteLength === 0) return rejected('The message is empty.');
  if (bytes.byteLength > MAX_BODY_BYTES) {
    return rejected(
      `The message has ${String(bytes.byteLength)} bytes; the maximum is ${String(MAX_BODY_BYTES)}.`,
    );
  }
  for (const content of dataContractContents(bytes) ?? []) {
    const decoded = decodeText(content);
    if (decoded.kind === 'documents') return decoded;
  }
  return decodeText(bytes);
}

function decodeText(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  const text = textOf(bytes, encoding);
  if (text === undefined) {
    return rejected(encoding === 'utf-8' ? 'The message is not UTF-8.' : 'The message is not UTF-16.');
  }
  const documents = documentsIn(text) ?? (isEventText(text) ? [asJson(text)] : undefined);
  return documents ? { kind: 'documents', documents } : rejected('The message is not JSON.');
}

function asJson(text: string): JsonDocument {
  return { text: JSON.stringify(text), value: text };
}

/** The documents that a text contains, as JSON, as lines of JSON, or in base64; undefined when it contains none. */
export function documentsIn(text: string): Documents | undefined {
  const document = documentOf(text);
  return document ? [document] : (documentsInLines(text) ?? documentsInBase64(text));
}

/** The JSON that base64 contains; undefined when the text is something else. A number may be base64 by accident. */
function documentsInBase64(text: string): Documents | undefined {
  const bytes = /^[A-Za-z0-9+/=\s]+$/.test(text) ? decodeBase64(text) : undefined;
  const decoded = bytes && decodeJson(bytes);
  if (decoded?.kind !== 'documents') return undefined;
  const isMessage = ({ value }: JsonDocument): boolean =>
    typeof value === 'string' || (typeof value === 'object' && value !== null);
  return decoded.documents.every(isMessage) ? decoded.documents : undefined;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** They remove a byte order mark. */
const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  'utf-16le': new TextDecoder('utf-16le', { fatal: true }),
  'utf-16be': new TextDecoder('utf-16be', { fatal: true }),
};

function textOf(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return decoders[encoding].decode(bytes);
  } catch {
    return undefined;
  }
}

function documentOf(text: string): JsonDocument | undefined {
  // An exception costs more than a look at the first character.
  if (!/^\s*["[{\-\dtfn]/.test(text)) return undefined;
  try {
    return { text, value: parseJson(text) };
  } catch {
    // The parser's own message quotes the body, which may hold personal data.
    return undefined;
  }
}

/** Every line must be an object: part of a damaged document must not pass for an item. */
function documentsInLines(text: string): Documents | undefined {
  if (!text.includes('\n')) return undefined;
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, MAX_LINES);
  if (!lines.every((line) => line.trimStart().startsWith('{'))) return undefined;
  const [first, ...others] = lines.map(documentOf);
  return first && others.every((document) => document !== undefined) ? [first, ...others] : undefined;
}

function rejected(message: string): Decoded {
  return { kind: 'rejected', issues: [{ path: '$', message }] };
}
