import { MessageQueue } from './message-queue';
import type { StoredMessage } from './stored-message';
import type { SubscriptionRules } from './subscription-rules';
import { Topic } from './topic';
import type { Topology } from './topology';

/** A queue or topic to which messages can be sent. */
export interface Target {
  /** Returns the sequence number. */
  enqueue(message: StoredMessage): number;
  cancelScheduled(sequenceNumber: number): boolean;
}

/** The entities of a broker, by address; the case of an address is ignored. */
export class Namespace {
  readonly #queues = new Map<string, MessageQueue>();
  readonly #topics: Topic[] = [];
  readonly #targets = new Map<string, Target>();
  readonly #rules = new Map<string, SubscriptionRules>();

  constructor(topology: Topology) {
    for (const [name, options] of Object.entries(topology.queues)) {
      const queue = new MessageQueue(name, options);
      this.#addQueue(queue);
      this.#targets.set(name.toLowerCase(), queue);
    }
    for (const [name, options] of Object.entries(topology.topics)) {
      const topic = new Topic(name, options);
      for (const { queue, rules } of topic.subscriptions) {
        this.#addQueue(queue);
        this.#rules.set(queue.name.toLowerCase(), rules);
      }
      this.#topics.push(topic);
      this.#targets.set(name.toLowerCase(), topic);
    }
  }

  /** A queue, subscription or dead-letter queue. */
  queue(address: string): MessageQueue | undefined {
    return this.#queues.get(address.toLowerCase());
  }

  target(address: string): Target | undefined {
    return this.#targets.get(address.toLowerCase());
  }

  /** The rules of a subscription. */
  rules(address: string): SubscriptionRules | undefined {
    return this.#rules.get(address.toLowerCase());
  }

  /** Stops every timer. */
  stop(): void {
    for (const queue of this.#queues.values()) queue.stop();
    for (const topic of this.#topics) topic.stop();
  }

  #addQueue(queue: MessageQueue): void {
    for (const each of [queue, queue.deadLetters]) {
      if (each) this.#queues.set(each.name.toLowerCase(), each);
    }
  }
}
