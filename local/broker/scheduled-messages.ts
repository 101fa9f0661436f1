import type { QueuedMessage } from './queued-message';
import { scheduledFor } from './queued-message';
import type { StoredMessage } from './stored-message';

/** The longest delay that a timer of Node accepts; a longer one would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

interface ScheduledMessage extends QueuedMessage {
  timer: NodeJS.Timeout | undefined;
}

/** The messages that wait for the time at which they are enqueued, by the sequence number under which they wait. */
export class ScheduledMessages {
  readonly #messages = new Map<number, ScheduledMessage>();
  readonly #onDue: (message: StoredMessage) => void;

  constructor(onDue: (message: StoredMessage) => void) {
    this.#onDue = onDue;
  }

  get size(): number {
    return this.#messages.size;
  }

  add(sequenceNumber: number, message: StoredMessage): void {
    const scheduled: ScheduledMessage = {
      sequenceNumber,
      message,
      enqueuedAt: Date.now(),
      expiresAt: undefined,
      deliveryCount: 0,
      state: 'scheduled',
      timer: undefined,
    };
    this.#messages.set(sequenceNumber, scheduled);
    this.#wait(scheduled);
  }

  /** Returns false when no message waits under this number. */
  cancel(sequenceNumber: number): boolean {
    clearTimeout(this.#messages.get(sequenceNumber)?.timer);
    return this.#messages.delete(sequenceNumber);
  }

  all(): QueuedMessage[] {
    return [...this.#messages.values()];
  }

  stop(): void {
    for (const { timer } of this.#messages.values()) clearTimeout(timer);
  }

  #wait(scheduled: ScheduledMessage): void {
    const delayMs = scheduledFor(scheduled.message) - Date.now();
    scheduled.timer = setTimeout(
      () => {
        if (delayMs > MAX_TIMER_MS) return this.#wait(scheduled);
        this.#messages.delete(scheduled.sequenceNumber);
        this.#onDue(scheduled.message);
      },
      Math.min(delayMs, MAX_TIMER_MS),
    );
  }
}
