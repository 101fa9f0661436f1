import type { OutcomeSummary } from '../core/outcome';
import type { OriginalMessage } from './request-queue';

/** The queue that keeps the originals of messages that were not carried out, byte for byte. */
export interface Quarantine {
  /**
   * Keeps an original, with the outcome that explains it. Resolves once the broker has accepted it. Of an original that
   * is too large and cannot be stored, the outcome and the size are kept.
   *
   * @throws Unavailable when the broker has not accepted it
   */
  keep(original: OriginalMessage, outcome: OutcomeSummary): Promise<void>;

  /**
   * All originals, the oldest first, or those after a number. Removes none.
   *
   * @throws Unavailable when the queue cannot be read
   */
  list(after?: string): AsyncIterable<KeptMessage>;

  /**
   * The original with a number, also one that another operator has locked; undefined when there is none. Removes none.
   *
   * @throws Unavailable when the queue cannot be read
   */
  find(number: string): Promise<KeptMessage | undefined>;

  /**
   * Passes the originals with these numbers to `handOver` and removes each once its call has resolved. If a call
   * rejects, so does this one, and that original stays. Returns the numbers that are not available: removed, locked by
   * another operator, behind so many others that a process cannot hold them, or, unless those are taken as well, without their original.
   *
   * @throws Unavailable when the queue cannot be read
   */
  take(
    numbers: readonly string[],
    handOver: (kept: KeptMessage) => Promise<void>,
    also?: 'missing',
  ): Promise<readonly string[]>;
}

/** An original in quarantine. */
export interface KeptMessage {
  /** The sequence number of the message in the quarantine queue. */
  readonly number: string;
  readonly keptAt: Date;
  readonly original: OriginalMessage;
  /** The body is blank, because the original could not be kept, or is no longer stored. */
  readonly isMissing?: true;
  readonly status: string;
  readonly reason: string;
  readonly requestId: string;
  readonly outcomeId: string;
}
