/**
 * The bytes of a message's body. A data section is bytes already; a value or a sequence section is text, a list of bytes or
 * a value, which becomes JSON.
 */
export function bodyBytes(body: unknown): Uint8Array {
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body === undefined || body === null) return new Uint8Array();
  if (Array.isArray(body) && body.length > 0 && body.every((part) => part instanceof Uint8Array)) {
    return new Uint8Array(body.flatMap((part) => [...part]));
  }
  return new TextEncoder().encode(jsonOf(body));
}

/** A value that has no form in JSON, such as one that contains itself, becomes the name of its type. */
function jsonOf(value: unknown): string {
  try {
    const json: unknown = JSON.stringify(value, (_name, part: unknown) =>
      typeof part === 'bigint' ? String(part) : part,
    );
    if (typeof json === 'string') return json;
  } catch {
    // Named below.
  }
  return Object.prototype.toString.call(value);
}
