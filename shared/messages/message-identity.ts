import { createHash, hash } from 'node:crypto';
import type { Lineage } from './message-history';

/**
 * A digest that is the same for every delivery and every postponed copy of one message, and differs from that
 * of any other, even of one that bears the same messageId: senders choose that, and some choose a constant.
 */
export function messageKey(body: Uint8Array, { origin, replay }: Lineage): string {
  const { messageId, sequenceNumber, enqueuedAt } = origin;
  const identity = [messageId ?? null, sequenceNumber ?? null, enqueuedAt ?? null];
  const digest = createHash('sha256').update(body);
  digest.update(JSON.stringify(replay === undefined ? identity : [...identity, replay]));
  return digest.digest('hex');
}

/** The id of a request that names none: its message's own id, else its key. */
export function fallbackId(body: Uint8Array, lineage: Lineage): string {
  const { messageId } = lineage.origin;
  return messageId !== undefined && messageId !== ''
    ? messageId
    : `message-${messageKey(body, { origin: lineage.origin, attempts: 0 })}`;
}

/** Tells one body from another that claims to be the same request. */
export function payloadDigest(body: Uint8Array): string {
  return hash('sha256', body, 'hex');
}
