import { plainBody } from '../alerts/plain-body';
import { readMessage } from '../alerts/read-message';
import type { Reading } from '../alerts/reading';
import { fallbackRequestId, messageKey, tokenRequestId } from '../core/ids';
import type { ReceivedBy } from '../core/received-by';
import { claimOf } from '../core/received-by';
import { eventTypeIn } from '../messages/binary-event';
import { tokenIn } from '../messages/security-event-token';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';

/** What a message says, and who says it. */
export interface ReadIncoming {
  /** The message, with the sender that was proven. */
  readonly message: IncomingMessage;
  /** The id of the request, unless an item names one. */
  readonly requestId: string;
  readonly readings: readonly Reading[];
}

/**
 * Reads a message. A security event counts only out of a token whose signature is verified here: who may send to a queue
 * may not speak for an issuer.
 */
export async function readIncoming(
  dependencies: Dependencies,
  incoming: IncomingMessage,
): Promise<ReadIncoming> {
  const { tokenVerifier, formats, decompress, policy } = dependencies;
  const { tenantId } = policy;
  const message = await withProvenSender(dependencies, incoming);
  const { body, history, contentType, properties } = message;
  const fallbackId = fallbackRequestId(body, history);
  const rejected = (reading: Reading): ReadIncoming => ({
    message,
    requestId: fallbackId,
    readings: [reading],
  });
  const plain = plainBody(body, properties, decompress);
  if (plain.kind === 'rejected') return rejected(plain);
  const token = tokenIn(plain.bytes, contentType);
  if (token === undefined) {
    const eventType = eventTypeIn(properties);
    const context = { fallbackId, formats, tenantId, decompress, eventType, isVerified: false };
    return { message, requestId: fallbackId, readings: readMessage(plain.bytes, context) };
  }
  const verdict = await tokenVerifier.verify(token);
  if (verdict.kind === 'refused') {
    const problem = `is a security event token that is not trusted (${verdict.error}): ${verdict.detail}`;
    return rejected({ kind: 'rejected', issues: [{ path: '$', message: problem }] });
  }
  const requestId = tokenRequestId(verdict);
  const claims = new TextEncoder().encode(JSON.stringify(verdict.claims));
  // An added format must not make a trusted token ambiguous; one in the place of a built-in format counts.
  const replacing = formats.filter(({ replaces }) => replaces !== undefined);
  const context = { fallbackId: requestId, formats: replacing, tenantId, isVerified: true };
  const issuer: ReceivedBy = `issuer:${verdict.issuer}`;
  return { message: receivedFrom(message, issuer), requestId, readings: readMessage(claims, context) };
}

/**
 * A replay comes over the request queue, on which anybody could claim a sender. It has the sender of its original if the
 * app has kept just this original of that sender.
 */
async function withProvenSender(
  { ledger }: Pick<Dependencies, 'ledger'>,
  message: IncomingMessage,
): Promise<IncomingMessage> {
  const { origin, replay } = message.history;
  const claimed = replay === undefined ? undefined : claimOf(senderOf(message));
  if (claimed === undefined) return message;
  const kept = await ledger.senders.find(messageKey(message.body, { origin, receivedBy: claimed }));
  return kept === claimed ? receivedFrom(message, claimed) : message;
}

function receivedFrom(message: IncomingMessage, receivedBy: ReceivedBy): IncomingMessage {
  return { ...message, history: { ...message.history, receivedBy } };
}
