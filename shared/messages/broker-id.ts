/**
 * The messageId of a message as text, exactly as its sender wrote it. AMQP allows text, a number, a UUID and bytes; the
 * last two come as bytes. Undefined where the value does not say what was written.
 */
export function writtenId(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? hexadecimal(value) : undefined;
}

/** 16 bytes are a UUID. */
function hexadecimal(bytes: Uint8Array): string {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length === 16 ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : digits;
}

/**
 * The messageId as the worker passes it on, which has parsed its text as JSON where it could: undefined where another text
 * could have become this value. Text in quotation marks is the one exception: `"q"` and `q` become the same value.
 */
export function unparsedId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    JSON.parse(value);
    return undefined;
  } catch {
    return value;
  }
}
