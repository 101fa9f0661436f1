/** Bytes as the DataContract serializer of .NET writes them: one element, with text or bytes in parts of some length. */
export function dataContract(
  content: Uint8Array,
  element: 'string' | 'base64Binary' = 'string',
  partLength = Infinity,
): Buffer {
  const namespace = 'http://schemas.microsoft.com/2003/10/Serialization/';
  const parts: Buffer[] = [
    Buffer.from([0x40, element.length, ...Buffer.from(element), 0x08, namespace.length]),
    Buffer.from(namespace),
  ];
  const base = element === 'string' ? 0x98 : 0x9e;
  for (let at = 0; at === 0 || at < content.length; at += partLength) {
    const part = content.subarray(at, partLength === Infinity ? undefined : at + partLength);
    const last = at + partLength >= content.length ? 1 : 0;
    parts.push(recordHeader(base + last, part.length), Buffer.from(part));
  }
  return Buffer.concat(parts);
}

function recordHeader(type: number, length: number): Buffer {
  if (length < 0x100) return Buffer.from([type, length]);
  const isShort = length < 0x1_0000;
  const header = Buffer.alloc(isShort ? 3 : 5);
  header.writeUInt8(type + (isShort ? 2 : 4));
  if (isShort) header.writeUInt16LE(length, 1);
  else header.writeInt32LE(length, 1);
  return header;
}
