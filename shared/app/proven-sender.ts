import { messageKey } from '../core/ids';
import type { ReceivedBy } from '../core/received-by';
import { claimOf } from '../core/received-by';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';

/**
 * A replay comes over the request queue, on which anybody could claim a sender. It has the sender of its original if the
 * app has kept just this original of that sender.
 */
export async function withProvenSender(
  { ledger }: Pick<Dependencies, 'ledger'>,
  message: IncomingMessage,
): Promise<IncomingMessage> {
  const { origin, replay } = message.history;
  const claimed = replay === undefined ? undefined : claimOf(senderOf(message));
  if (claimed === undefined) return message;
  const kept = await ledger.senders.find(messageKey(message.body, { origin, receivedBy: claimed }));
  return kept === claimed ? receivedFrom(message, claimed) : message;
}

/** The message as one that this sender was proven to have sent. */
export function receivedFrom(message: IncomingMessage, receivedBy: ReceivedBy): IncomingMessage {
  return { ...message, history: { ...message.history, receivedBy } };
}
