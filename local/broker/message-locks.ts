import { randomUUID } from 'node:crypto';
import type { QueuedMessage } from './queued-message';

/** The lock of a message that was delivered to a receiver, until it is settled or the lock expires. */
export interface Lock {
  readonly token: string;
  readonly queued: QueuedMessage;
  lockedUntil: number;
}

interface TimedLock extends Lock {
  timer: NodeJS.Timeout | undefined;
}

/** The locks of a queue's messages. They outlive the connection over which a message was delivered. */
export class MessageLocks {
  readonly #locks = new Map<string, TimedLock>();
  readonly #durationMs: number;
  readonly #onExpired: (token: string) => void;

  constructor(durationMs: number, onExpired: (token: string) => void) {
    this.#durationMs = durationMs;
    this.#onExpired = onExpired;
  }

  lock(queued: QueuedMessage): Lock {
    const lock: TimedLock = { token: randomUUID(), queued, lockedUntil: 0, timer: undefined };
    this.#locks.set(lock.token, lock);
    this.#extend(lock);
    return lock;
  }

  /** Extends a lock. Returns its new end, or undefined when the lock is lost. */
  renew(token: string): number | undefined {
    const lock = this.#locks.get(token);
    if (lock) this.#extend(lock);
    return lock?.lockedUntil;
  }

  /** Ends a lock. Returns its message, or undefined when the lock is lost. */
  release(token: string): QueuedMessage | undefined {
    const lock = this.#locks.get(token);
    clearTimeout(lock?.timer);
    this.#locks.delete(token);
    return lock?.queued;
  }

  /** The messages that are locked. */
  locked(): Set<QueuedMessage> {
    return new Set([...this.#locks.values()].map(({ queued }) => queued));
  }

  stop(): void {
    for (const { timer } of this.#locks.values()) clearTimeout(timer);
  }

  #extend(lock: TimedLock): void {
    clearTimeout(lock.timer);
    lock.lockedUntil = Date.now() + this.#durationMs;
    lock.timer = setTimeout(() => this.#onExpired(lock.token), this.#durationMs);
  }
}
