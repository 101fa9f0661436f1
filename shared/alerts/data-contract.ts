/** Names of the element in which the DataContract serializer of .NET writes a string or bytes, and its namespace. */
const ELEMENTS = ['\u0006string', '\u000Cbase64Binary'];
const NAMESPACE = '\u00083http://schemas.microsoft.com/2003/10/Serialization/';
const HEADERS = ELEMENTS.map((element) => new TextEncoder().encode(`@${element}${NAMESPACE}`));

/** Records with text or bytes, by their type without its last bit: how many bytes their length has ([MC-NBFX] 2.2.3). */
const LENGTH_BYTES: ReadonlyMap<number, number> = new Map([
  [0x98, 1],
  [0x9a, 2],
  [0x9c, 4],
  [0x9e, 1],
  [0xa0, 2],
  [0xa2, 4],
]);
const END_ELEMENT = 0x01;
/** The type of a record and its length have at most so many bytes. */
const MAX_RECORD_HEADER = 6;

/**
 * What a body contains that the DataContract serializer of .NET has written (Service Bus clients of the .NET Framework,
 * Stream Analytics), in the order in which it is to be tried; undefined when the body is not of this kind.
 */
export function dataContractContents(body: Uint8Array): readonly Uint8Array[] | undefined {
  const header = HEADERS.find((bytes) => bytes.every((byte, at) => body[at] === byte));
  if (!header) return undefined;
  const records = body.subarray(header.length);
  const exact = contentOf(records);
  return exact ? [exact] : contentsBehindAnyHeader(records);
}

/** The content of text or byte records; the last bit of a type says that it is the last record. */
function contentOf(records: Uint8Array): Uint8Array | undefined {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < records.length;) {
    const type = view.getUint8(at++);
    if (type === END_ELEMENT) return at === records.length ? joined(parts) : undefined;
    const lengthBytes = LENGTH_BYTES.get(type & ~1);
    if (lengthBytes === undefined || at + lengthBytes > records.length) return undefined;
    const length = readLength(view, at, lengthBytes);
    at += lengthBytes + length;
    if (at > records.length) return undefined;
    parts.push(records.subarray(at - length, at));
    if ((type & 1) === 1) return at === records.length ? joined(parts) : undefined;
  }
  return undefined;
}

function readLength(view: DataView, at: number, bytes: number): number {
  if (bytes === 1) return view.getUint8(at);
  return bytes === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
}

/** Gateways that handle the body as text damage the record's type or its length, but not the JSON behind them. */
function contentsBehindAnyHeader(records: Uint8Array): readonly Uint8Array[] {
  const end = records.at(-1) === END_ELEMENT ? -1 : undefined;
  return Array.from({ length: MAX_RECORD_HEADER }, (_, n) => n + 1)
    .filter((at) => records[at] === 0x7b || records[at] === 0x5b)
    .map((at) => records.subarray(at, end));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
