/**
 * Converts a lock token to a delivery tag and back. The tag has the bytes of a .NET Guid, whose first three groups are
 * little-endian.
 */
export function swapGuidBytes(bytes: Uint8Array): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(order.map((index) => bytes[index] ?? 0));
}

export function tagOfToken(token: string): Buffer {
  return swapGuidBytes(uuidOfToken(token));
}

/** The bytes of a UUID in network byte order. */
export function uuidOfToken(token: string): Buffer {
  return Buffer.from(token.replaceAll('-', ''), 'hex');
}

/** The textual form of a UUID in network byte order. */
export function tokenOfUuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
