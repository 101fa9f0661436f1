import { duplicateDetection } from './duplicate-detection';
import { MessageQueue } from './message-queue';
import { scheduledFor } from './queued-message';
import { ScheduledMessages } from './scheduled-messages';
import type { StoredMessage } from './stored-message';
import { SubscriptionRules } from './subscription-rules';
import type { TopicOptions } from './topology';

/** A subscription of a topic: its messages, and the rules by which it gets them. */
export interface Subscription {
  readonly queue: MessageQueue;
  readonly rules: SubscriptionRules;
}

/** A topic: copies each message to the subscriptions that want it, when it is enqueued. */
export class Topic {
  readonly subscriptions: readonly Subscription[];
  readonly #isDuplicate: (messageId: unknown, now: number) => boolean;
  readonly #scheduled = new ScheduledMessages((message) => this.#publish(message));
  #lastSequenceNumber = 0;

  constructor(name: string, options: TopicOptions) {
    this.#isDuplicate = duplicateDetection(options.duplicateDetectionWindowMs);
    this.subscriptions = Object.entries(options.subscriptions).map(([subscription, settings]) => ({
      queue: new MessageQueue(`${name}/Subscriptions/${subscription}`, settings),
      rules: new SubscriptionRules(settings.filter),
    }));
  }

  /** Publishes a message, now or at its scheduled time. Returns its sequence number, even if it is a duplicate. */
  enqueue(message: StoredMessage): number {
    const sequenceNumber = ++this.#lastSequenceNumber;
    const now = Date.now();
    if (this.#isDuplicate(message.decoded.message_id, now)) return sequenceNumber;
    if (scheduledFor(message) > now) this.#scheduled.add(sequenceNumber, message);
    else this.#publish(message);
    return sequenceNumber;
  }

  cancelScheduled(sequenceNumber: number): boolean {
    return this.#scheduled.cancel(sequenceNumber);
  }

  /** Stops every timer of the topic; its subscriptions have their own. */
  stop(): void {
    this.#scheduled.stop();
  }

  #publish(message: StoredMessage): void {
    for (const { queue, rules } of this.subscriptions) {
      if (rules.match(message.decoded)) queue.enqueue(message);
    }
  }
}
