import type { MessageHistory } from '../messages/message-history';
import type { MessageProperties } from './request-queue';

/** A message that the broker has moved to a dead-letter queue, whatever its body is. */
export interface DeadLetter {
  readonly body: Uint8Array;
  readonly history: MessageHistory;
  readonly contentType?: string;
  readonly properties?: MessageProperties;
  /** W3C Trace Context of the message. */
  readonly traceparent?: string;
  /** How often it was delivered, on the queue and as a dead letter. */
  readonly deliveryCount?: number;
  /** Why the broker moved it, as the broker says. */
  readonly reason?: string;
  readonly description?: string;
  /** The section of its body, where that is none that the Functions host can pass on. */
  readonly section?: 'value' | 'sequence';
  /** How often answering it has failed before. */
  readonly failures: number;
  /** An earlier call has left it in its queue. */
  readonly wasLeft?: true;
}

/**
 * What becomes of a dead letter: `answered` removes it; `later` and `failed` leave it in its queue for the next call, and
 * `failed` is counted.
 */
export type DeadLetterAnswer = 'answered' | 'later' | 'failed';

/** How much one call receives. */
export interface DeadLetterLimits {
  /** Of each queue. */
  readonly messages: number;
  /** When no more are received, in ms from the call. */
  readonly ms: number;
}

/** The broker's dead-letter queues of the queues from which the app receives. */
export interface DeadLetters {
  /**
   * Receives what waits in the dead-letter queues and settles each message by its answer. Every message is received at
   * most once per call. If `answer` rejects, the message stays in its queue. A queue that does not exist counts as empty.
   *
   * @throws Unavailable when a dead-letter queue could not be received from; the others have been by then
   */
  receive(limits: DeadLetterLimits, answer: (letter: DeadLetter) => Promise<DeadLetterAnswer>): Promise<void>;
}
