import { compact } from '../core/compact';
import { messageKey } from '../core/ids';
import type { ReceivedBy } from '../core/received-by';
import type { RequestAge } from '../core/request-age';
import type { MessageHistory } from '../messages/message-history';
import { withoutHistory } from '../messages/message-history';
import type { MessageProperties, OriginalMessage } from '../ports/request-queue';

/** A message from the queue, with what the broker and the host say of it. */
export interface IncomingMessage {
  readonly body: Uint8Array;
  readonly history: MessageHistory;
  readonly contentType?: string;
  readonly properties?: MessageProperties;
  /** W3C Trace Context of the message, or else of the invocation. */
  readonly traceparent?: string;
  /** Whether it came by the urgent queue, on which it may be urgent and need not; absent: by another queue. */
  readonly lane?: 'urgent';
  /** How often the broker has delivered the message, this time included. */
  readonly deliveryCount?: number;
  /** The name of the stored original to which the message refers, and which is not available. */
  readonly missingOriginal?: string;
}

/** How old a message is, and how often it was tried. A message without a time counts as new when it is first tried. */
export function ageOf({ history }: IncomingMessage, now: Date): RequestAge {
  const { refreshedAt, origin, firstTriedAt, attempts } = history;
  const enqueuedAt = origin.enqueuedAt === undefined ? undefined : new Date(origin.enqueuedAt);
  const since = refreshedAt ?? origin.enqueuedAt ?? firstTriedAt;
  return compact({ since: since === undefined ? now : new Date(since), attempts, enqueuedAt });
}

/** The sender of a message; one that is not written is the least trusted. */
export function senderOf({
  history: { receivedBy = 'unproven' },
}: Pick<IncomingMessage, 'history'>): ReceivedBy {
  return receivedBy;
}

/** The message as the quarantine and scheduled copies keep it; the history in it is the app's own, and no sender's. */
export function originalOf(message: IncomingMessage): OriginalMessage {
  const { body, history, contentType } = message;
  const properties = message.properties && withoutHistory(message.properties);
  return compact({ key: messageKey(body, history), body, history, contentType, properties });
}
