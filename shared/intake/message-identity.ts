import { createHash } from 'node:crypto';

/** What the broker knows of a message; none of it is sure to be there. */
export interface Envelope {
  readonly messageId?: string;
  readonly sequenceNumber?: string;
  readonly enqueuedAt?: string;
}

/**
 * A digest that is the same for every delivery of one message and differs from that of any other, even of one
 * that bears the same messageId: senders choose that, and some choose a constant.
 */
export function messageKey(body: Uint8Array, { messageId, sequenceNumber, enqueuedAt }: Envelope): string {
  const digest = createHash('sha256').update(body);
  digest.update(JSON.stringify([messageId ?? null, sequenceNumber ?? null, enqueuedAt ?? null]));
  return digest.digest('hex');
}

/** The id of a request that names none: its message's own id, else its key. */
export function fallbackId(body: Uint8Array, envelope: Envelope): string {
  const { messageId } = envelope;
  return messageId !== undefined && messageId !== '' ? messageId : `message-${messageKey(body, envelope)}`;
}
