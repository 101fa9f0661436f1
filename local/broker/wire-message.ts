import type { Message } from 'rhea';
import { message as codec, types } from 'rhea';
import type { QueuedMessage } from './message-queue';

/** The message format of a batch: a message whose data sections are encoded messages. */
const BATCH_FORMAT = 0x80013700;

/** The message as a receiver sees it: as it was sent, with the broker's annotations. */
export function deliverable(queued: QueuedMessage, lockedUntil?: number): Message {
  return {
    ...queued.message,
    delivery_count: queued.deliveryCount,
    message_annotations: {
      ...queued.message.message_annotations,
      'x-opt-sequence-number': types.wrap_long(queued.sequenceNumber),
      'x-opt-enqueued-time': types.wrap_timestamp(queued.enqueuedAt),
      ...(lockedUntil !== undefined && { 'x-opt-locked-until': types.wrap_timestamp(lockedUntil) }),
    },
  };
}

/** The messages of a transfer: one, or all messages of a batch. rhea does not decode a batch. */
export function messagesOfTransfer(transferred: Message | Buffer, format: number | undefined): Message[] {
  if (!Buffer.isBuffer(transferred)) return [transferred];
  const outer = decode(transferred);
  if (format !== BATCH_FORMAT) return [outer];
  const { content } = outer.body as { readonly content: Buffer | readonly Buffer[] };
  return (Buffer.isBuffer(content) ? [content] : content).map(decode);
}

export function encode(message: Message): Buffer {
  return codec.encode(message);
}

export function decode(encoded: Buffer): Message {
  return codec.decode(encoded) as unknown as Message;
}
