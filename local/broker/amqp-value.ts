import { types } from 'rhea';

/** A value with its AMQP type, as rhea reads and writes it. Unwrapped, an int looks like a uint. */
export interface AmqpValue {
  readonly value: unknown;
  readonly type: { readonly typecode: number };
  readonly descriptor?: AmqpValue;
}

/** The entries of an AMQP map, whose values keep their types. */
export type AmqpMap = ReadonlyMap<string, AmqpValue>;

/** The parts of rhea's codec that its types do not declare. */
interface Codec {
  readonly Reader: new (buffer: Buffer) => {
    readonly position: number;
    read(): AmqpValue;
    remaining(): number;
  };
  readonly Writer: new () => { write(value: AmqpValue): void; toBuffer(): Buffer };
}

const { Reader, Writer } = types as unknown as Codec;
const NULL_TYPECODE = 0x40;

/** One value, and its bytes. */
export interface EncodedValue {
  readonly value: AmqpValue;
  readonly bytes: Buffer;
}

/** The values that follow each other in a buffer. Throws when the bytes are not AMQP. */
export function valuesOf(buffer: Buffer): EncodedValue[] {
  const reader = new Reader(buffer);
  const values: EncodedValue[] = [];
  while (reader.remaining() > 0) {
    const from = reader.position;
    const value = reader.read();
    values.push({ value, bytes: buffer.subarray(from, reader.position) });
  }
  return values;
}

export function bytesOf(value: AmqpValue): Buffer {
  const writer = new Writer();
  writer.write(value);
  return writer.toBuffer();
}

/** The entries of a value that is a map; those of any other value are none. */
export function mapOf(value: AmqpValue | undefined): AmqpMap {
  const entries = listOf(value);
  const map = new Map<string, AmqpValue>();
  for (let at = 0; at + 1 < entries.length; at += 2) {
    const [key, entry] = [entries[at], entries[at + 1]];
    if (key && entry) map.set(String(key.value), entry);
  }
  return map;
}

/** The parts of a value that is a list, a map or an array of typed values. */
export function listOf(value: AmqpValue | undefined): readonly AmqpValue[] {
  return Array.isArray(value?.value) ? (value.value as readonly AmqpValue[]) : [];
}

export function isNull(value: AmqpValue | undefined): boolean {
  return value === undefined || value.type.typecode === NULL_TYPECODE;
}

export function described(code: number, value: AmqpValue): AmqpValue {
  return types.described(types.wrap_ulong(code), value) as AmqpValue;
}
