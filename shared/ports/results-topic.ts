import type { ResultMessage } from '../messages/result-message';
import type { Result } from '../messages/result-schema';

/** The topic on which outcomes are published. */
export interface ResultsTopic {
  /**
   * Resolves once the broker has accepted the message.
   *
   * @throws Unavailable when the broker has not accepted it: it must be sent again
   */
  publish(message: ResultMessage): Promise<void>;
}

/** A subscription of the results topic, from which a sender of requests reads its outcomes. */
export interface ResultsSubscription {
  /**
   * The outcomes of requests as they appear on the topic, those that are there already first, each of them once. Ends
   * after `timeoutMs`, unless the caller stops reading before.
   */
  outcomes(requestIds: readonly string[], timeoutMs: number): AsyncIterable<Result>;
}
