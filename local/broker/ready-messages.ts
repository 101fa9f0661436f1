import type { QueuedMessage } from './queued-message';

/** The messages of a queue that can be delivered, oldest first; those that were delivered before come first. */
export class ReadyMessages {
  readonly #fresh: QueuedMessage[] = [];
  readonly #returned: QueuedMessage[] = [];
  #freshFrom = 0;

  add(queued: QueuedMessage): void {
    this.#fresh.push(queued);
  }

  addAgain(queued: QueuedMessage): void {
    this.#returned.push(queued);
    this.#returned.sort((one, other) => one.sequenceNumber - other.sequenceNumber);
  }

  /** Takes the next message out. */
  take(): QueuedMessage | undefined {
    const queued = this.#returned.shift() ?? this.#fresh[this.#freshFrom++];
    if (!queued) {
      this.#fresh.length = 0;
      this.#freshFrom = 0;
    }
    return queued;
  }
}
