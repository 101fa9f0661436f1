import type { OcsfMessage } from '../messages/ocsf/ocsf-message';
import type { ResultMessage } from '../messages/result-message';
import type { Result } from '../messages/result-schema';

/** A topic on which messages of one kind are published. */
interface Topic<Message> {
  /**
   * Resolves once the broker has accepted the message.
   *
   * @throws Unavailable when the broker has not accepted it: it must be sent again
   */
  publish(message: Message): Promise<void>;
}

/** The topic on which outcomes are published. */
export type ResultsTopic = Topic<ResultMessage>;

/** The topic on which they are published as OCSF. */
export type OcsfTopic = Topic<OcsfMessage>;

/** A subscription of the results topic, from which a sender of requests reads its outcomes. */
export interface ResultsSubscription {
  /**
   * The outcomes of requests as they appear on the topic, those that are there already first, each of them once. Ends
   * after `timeoutMs`, unless the caller stops reading before.
   */
  outcomes(requestIds: readonly string[], timeoutMs: number): AsyncIterable<Result>;
}
