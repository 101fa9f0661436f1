import type { Message } from 'rhea';
import { message as codec, types } from 'rhea';
import type { AmqpMap, AmqpValue } from './amqp-value';
import { bytesOf, described, listOf, mapOf, valuesOf } from './amqp-value';

/** The codes of a message's sections ("AMQP 1.0", part 3, section 2). */
const HEADER = 0x70;
const MESSAGE_ANNOTATIONS = 0x72;
const PROPERTIES = 0x73;
const APPLICATION_PROPERTIES = 0x74;
const DATA = 0x75;
const DELIVERY_ANNOTATIONS = 0x71;

/** The message format of a batch: a message whose data sections are encoded messages. */
const BATCH_FORMAT = 0x80013700;
const DELIVERY_COUNT_FIELD = 4;

/** A message as the broker keeps it. What the sender wrote keeps its bytes, and with them its AMQP types. */
export interface StoredMessage {
  readonly header: readonly AmqpValue[];
  readonly annotations: AmqpMap;
  /** The encoded section; empty without one. */
  readonly properties: Buffer;
  readonly applicationProperties: AmqpMap;
  /** The encoded sections of the body, and the footer. */
  readonly body: Buffer;
  /** The decoded message without its body: for ids, times and filters. */
  readonly decoded: Message;
}

/** The messages of a transfer: one, or all messages of a batch. Throws when the bytes are not a message. */
export function messagesOfTransfer(transferred: Buffer, format: number | undefined): StoredMessage[] {
  if (format !== BATCH_FORMAT) return [storedMessage(transferred)];
  const data = valuesOf(transferred).filter(({ value }) => codeOf(value) === DATA);
  return data.map(({ value }) => storedMessage(value.value as Buffer));
}

export function storedMessage(encoded: Buffer): StoredMessage {
  const sections = valuesOf(encoded);
  const find = (code: number) => sections.find(({ value }) => codeOf(value) === code);
  const isBody = (code: number): boolean => code >= DATA;
  const bytes = (of: (code: number) => boolean): Buffer =>
    Buffer.concat(sections.filter(({ value }) => of(codeOf(value))).map((section) => section.bytes));
  return {
    header: listOf(find(HEADER)?.value),
    annotations: mapOf(find(MESSAGE_ANNOTATIONS)?.value),
    properties: find(PROPERTIES)?.bytes ?? Buffer.alloc(0),
    applicationProperties: mapOf(find(APPLICATION_PROPERTIES)?.value),
    body: bytes(isBody),
    decoded: codec.decode(
      bytes((code) => !isBody(code) && code !== DELIVERY_ANNOTATIONS),
    ) as unknown as Message,
  };
}

/** The message with some application properties added or replaced. */
export function withProperties(message: StoredMessage, changes: AmqpMap): StoredMessage {
  if (changes.size === 0) return message;
  return {
    ...message,
    applicationProperties: new Map([...message.applicationProperties, ...changes]),
  };
}

/** The message with some annotations added or replaced. */
export function withAnnotations(message: StoredMessage, changes: AmqpMap): StoredMessage {
  return { ...message, annotations: new Map([...message.annotations, ...changes]) };
}

/** The bytes of a message as a receiver gets it. */
export function encoded(message: StoredMessage, deliveryCount: number): Buffer {
  const { header, annotations, properties, applicationProperties, body } = message;
  const fields = [0, 1, 2, 3].map((field) => header[field] ?? types.wrap(undefined));
  fields[DELIVERY_COUNT_FIELD] = types.wrap_uint(deliveryCount);
  return Buffer.concat([
    bytesOf(described(HEADER, types.wrap_list(fields))),
    bytesOf(described(MESSAGE_ANNOTATIONS, types.wrap_symbolic_map(Object.fromEntries(annotations)))),
    properties,
    ...(applicationProperties.size > 0
      ? [
          bytesOf(
            described(APPLICATION_PROPERTIES, types.wrap_map(Object.fromEntries(applicationProperties))),
          ),
        ]
      : []),
    body,
  ]);
}

function codeOf(section: AmqpValue): number {
  return Number(section.descriptor?.value);
}
