/** How the body of a message is compressed (RFC 9110, section 8.4.1). */
export type ContentEncoding = 'gzip' | 'deflate';

/** What bytes are once they are decompressed. */
export type Decompressed =
  | { readonly kind: 'decompressed'; readonly bytes: Uint8Array }
  /** They would have more bytes than a body may have. */
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'notCompressed' };

/** Decompresses bytes. It never throws, and stops at the largest body that is read. */
export type Decompress = (bytes: Uint8Array, encoding: ContentEncoding) => Decompressed;

const ENCODINGS: ReadonlyMap<unknown, ContentEncoding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
]);

/** The content encoding that headers or properties name, in any spelling; undefined when they name none. */
export function contentEncodingIn(headers: unknown): ContentEncoding | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const found: readonly [string, unknown] | undefined = Object.entries(headers).find(([name]) =>
    /^content[-_]?encoding$/i.test(name),
  );
  const value = found?.[1];
  return typeof value === 'string' ? ENCODINGS.get(value.trim().toLowerCase()) : undefined;
}
