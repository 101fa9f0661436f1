import type { Issue } from '../core/outcome';

/** A message body that is JSON: its text, and what the text means. */
export interface JsonDocument {
  readonly text: string;
  readonly value: unknown;
}

/** The largest body that is read, in bytes; Service Bus itself ends at 256 KB in its standard tier. */
export const MAX_BODY_BYTES = 1024 * 1024;

export type Decoded =
  | { readonly kind: 'document'; readonly document: JsonDocument }
  | { readonly kind: 'rejected'; readonly issues: readonly Issue[] };

/**
 * Decodes UTF-8 strictly and parses JSON (RFC 8259). Never throws: whatever the bytes are, the answer is a
 * document or the issue that explains why there is none.
 */
export function decodeJson(bytes: Uint8Array): Decoded {
  if (bytes.byteLength === 0) return rejected('The message is empty.');
  if (bytes.byteLength > MAX_BODY_BYTES) {
    return rejected(
      `The message has ${String(bytes.byteLength)} bytes; the maximum is ${String(MAX_BODY_BYTES)}.`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return rejected('The message is not UTF-8.');
  }
  try {
    const value: unknown = JSON.parse(text);
    return { kind: 'document', document: { text, value } };
  } catch {
    // The parser's own message quotes the body, which may hold personal data.
    return rejected('The message is not JSON.');
  }
}

function rejected(message: string): Decoded {
  return { kind: 'rejected', issues: [{ path: '$', message }] };
}
