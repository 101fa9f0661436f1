import type { Arrival } from '../core/arrival';
import type { Lineage } from '../messages/message-history';
import { messageKey } from '../messages/message-identity';
import type { MessageProperties, OriginalMessage } from '../ports/ports';

/** A message from the queue, with what the broker and the host say of it. */
export interface IncomingMessage {
  readonly body: Uint8Array;
  readonly lineage: Lineage;
  readonly contentType?: string;
  readonly properties?: MessageProperties;
  /** W3C Trace Context of the message, or else of the invocation. */
  readonly traceparent?: string;
}

/** How old a message is, and how often it was tried. One that does not say is taken to come just now. */
export function arrivalOf({ lineage }: IncomingMessage, now: Date): Arrival {
  const since = lineage.refreshedAt ?? lineage.origin.enqueuedAt;
  return { since: since === undefined ? now : new Date(since), attempts: lineage.attempts };
}

export function originalOf(message: IncomingMessage): OriginalMessage {
  const { body, lineage, contentType, properties } = message;
  return {
    key: messageKey(body, lineage),
    body,
    lineage,
    ...(contentType !== undefined && { contentType }),
    ...(properties && { properties }),
  };
}
