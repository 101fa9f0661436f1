import type { Message } from 'rhea';
import { duplicateDetection } from './duplicate-detection';
import { MessageQueue } from './message-queue';
import { subscriptionFilter } from './subscription-filter';
import type { TopicOptions, Topology } from './topology';

/** A queue or topic to which messages can be sent. `enqueue` returns the sequence number. */
export type Target = { readonly enqueue: (message: Message) => number };

/** The entities of a broker, by address; the case of an address is ignored. */
export class Namespace {
  readonly #queues = new Map<string, MessageQueue>();
  readonly #targets = new Map<
    string,
    Target & { readonly cancelScheduled: (sequenceNumber: number) => boolean }
  >();

  constructor(topology: Topology) {
    for (const [name, options] of Object.entries(topology.queues)) {
      const queue = new MessageQueue(name, options);
      this.#addQueue(name, queue);
      this.#targets.set(name.toLowerCase(), queue);
    }
    for (const [name, options] of Object.entries(topology.topics)) this.#addTopic(name, options);
  }

  /** A queue, subscription or dead-letter queue. */
  queue(address: string): MessageQueue | undefined {
    return this.#queues.get(address.toLowerCase());
  }

  target(
    address: string,
  ): (Target & { readonly cancelScheduled: (sequenceNumber: number) => boolean }) | undefined {
    return this.#targets.get(address.toLowerCase());
  }

  stop(): void {
    for (const queue of this.#queues.values()) queue.stop();
  }

  #addQueue(address: string, queue: MessageQueue): void {
    this.#queues.set(address.toLowerCase(), queue);
    if (queue.deadLetters) this.#queues.set(`${address}/$deadletterqueue`.toLowerCase(), queue.deadLetters);
  }

  #addTopic(name: string, options: TopicOptions): void {
    const isDuplicate = duplicateDetection(options.duplicateDetectionWindowMs);
    const subscriptions = Object.entries(options.subscriptions).map(([subscription, settings]) => {
      const address = `${name}/Subscriptions/${subscription}`;
      const queue = new MessageQueue(address, settings);
      this.#addQueue(address, queue);
      return { queue, takes: subscriptionFilter(settings.filter) };
    });
    this.#targets.set(name.toLowerCase(), {
      enqueue: (message) => {
        if (isDuplicate(message.message_id, Date.now())) return 0;
        const taking = subscriptions.filter(({ takes }) => takes(message));
        return taking.map(({ queue }) => queue.enqueue(message))[0] ?? 0;
      },
      cancelScheduled: () => false,
    });
  }
}
