import type { MessageHistory } from '../messages/message-history';

/** Application properties of a message, as far as they are plain values. */
export type MessageProperties = Readonly<Record<string, string | number | boolean>>;

/** A message that was received from the request queue. */
export interface OriginalMessage {
  /** The same for every delivery and copy of this message, and different for every other message. */
  readonly key: string;
  readonly body: Uint8Array;
  readonly history: MessageHistory;
  readonly contentType?: string;
  readonly properties?: MessageProperties;
}

/** A new message for the request queue. */
export interface NewMessage {
  /** The messageId, which is the request's id unless the body names one. */
  readonly id: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly properties: MessageProperties;
}

/** The queue from which the app takes its requests, as a sender sees it. */
export interface RequestQueue {
  /**
   * Sends a message, to be delivered at once or at a later time. Resolves once the broker has accepted it; a second
   * message with the same id is dropped.
   *
   * @throws Unavailable when the broker has not accepted it
   * @throws TooLarge when the broker will never accept it
   */
  send(message: NewMessage, at?: Date): Promise<void>;

  /**
   * Schedules a copy of a message that is to be tried again: abandoning the message would redeliver it at once and
   * count as a failed delivery. Resolves once the broker has accepted the copy; a second copy for the same number of
   * attempts is dropped.
   *
   * @throws Unavailable when the broker has not accepted it
   * @throws TooLarge when the broker will never accept it
   */
  schedule(original: OriginalMessage, at: Date): Promise<void>;
}
