import { createHash } from 'node:crypto';

/** What the broker knows of a message; none of it is sure to be there. */
export interface Envelope {
  readonly messageId?: string;
  readonly sequenceNumber?: string;
  readonly enqueuedAt?: string;
}

/**
 * The id of a request that names none: the message's own, else a digest that is the same for every delivery
 * of this message and differs from that of any other.
 */
export function fallbackId(body: Uint8Array, envelope: Envelope): string {
  if (envelope.messageId !== undefined && envelope.messageId !== '') return envelope.messageId;
  const digest = createHash('sha256').update(body);
  digest.update(JSON.stringify([envelope.sequenceNumber ?? null, envelope.enqueuedAt ?? null]));
  return `message-${digest.digest('hex').slice(0, 32)}`;
}
