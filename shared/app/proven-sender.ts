import { messageKey, urgentSenderKey } from '../core/ids';
import type { ReceivedBy } from '../core/received-by';
import { claimOf } from '../core/received-by';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';

/**
 * A replay comes over the request queue, and an urgent alert over the urgent queue: on both anybody could claim a sender. A replay has
 * the sender of its original if the app has kept just this original of that sender; any other message, if the app has received just this
 * one of that sender and found it urgent.
 */
export async function withProvenSender(
  { ledger }: Pick<Dependencies, 'ledger'>,
  message: IncomingMessage,
): Promise<IncomingMessage> {
  const { origin, replay } = message.history;
  const claimed = claimOf(senderOf(message));
  if (claimed === undefined) return message;
  const keyOf = replay === undefined ? urgentSenderKey : messageKey;
  const kept = await ledger.senders.find(keyOf(message.body, { origin, receivedBy: claimed }));
  return kept === claimed ? receivedFrom(message, claimed) : message;
}

/** The message as one that this sender was proven to have sent. */
export function receivedFrom(message: IncomingMessage, receivedBy: ReceivedBy): IncomingMessage {
  return { ...message, history: { ...message.history, receivedBy } };
}
