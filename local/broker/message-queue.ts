import { randomUUID } from 'node:crypto';
import type { Message } from 'rhea';
import { compact } from '../../shared/core/compact';
import { duplicateDetection } from './duplicate-detection';
import type { QueueOptions } from './topology';

/** A message in a queue. Times are in ms since the epoch. */
export interface QueuedMessage {
  readonly sequenceNumber: number;
  readonly message: Message;
  readonly enqueuedAt: number;
  readonly expiresAt: number | undefined;
  deliveryCount: number;
}

/** The lock of a message that was delivered to a receiver, until it is settled or the lock expires. */
export interface Lock {
  readonly token: string;
  readonly queued: QueuedMessage;
  lockedUntil: number;
}

interface TimedLock extends Lock {
  timer: NodeJS.Timeout | undefined;
}

const MINUTE_MS = 60_000;

/** A queue, a subscription, or the dead-letter queue of either. */
export class MessageQueue {
  readonly name: string;
  readonly deadLetters: MessageQueue | undefined;
  readonly #options: QueueOptions;
  readonly #isDuplicate: (messageId: unknown, now: number) => boolean;
  /** All unsettled messages, by sequence number. */
  readonly #messages = new Map<number, QueuedMessage>();
  /** The messages that can be delivered, oldest first; those in `#returned` before those in `#ready`. */
  readonly #ready: QueuedMessage[] = [];
  readonly #returned: QueuedMessage[] = [];
  #readyFrom = 0;
  readonly #locks = new Map<string, TimedLock>();
  readonly #scheduled = new Map<number, NodeJS.Timeout>();
  #lastSequenceNumber = 0;
  readonly #listeners = new Set<() => void>();

  constructor(name: string, options: QueueOptions, isDeadLetterQueue = false) {
    this.name = name;
    this.#options = options;
    this.#isDuplicate = duplicateDetection(options.duplicateDetectionWindowMs);
    this.deadLetters = isDeadLetterQueue
      ? undefined
      : new MessageQueue(
          `${name}/$deadletterqueue`,
          { lockDurationMs: options.lockDurationMs ?? MINUTE_MS },
          true,
        );
  }

  get requiresSession(): boolean {
    return this.#options.requiresSession ?? false;
  }

  get length(): number {
    return this.#messages.size;
  }

  get scheduled(): number {
    return this.#scheduled.size;
  }

  /** Calls the listener whenever a message can be delivered. Returns a function that removes the listener. */
  onAvailable(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a message, now or at its scheduled time. Returns its sequence number, even if it is a duplicate. */
  enqueue(message: Message): number {
    const sequenceNumber = ++this.#lastSequenceNumber;
    const now = Date.now();
    if (this.#isDuplicate(message.message_id, now)) return sequenceNumber;
    const delay = scheduledFor(message) - now;
    if (delay > 0) {
      this.#scheduled.set(
        sequenceNumber,
        setTimeout(() => {
          this.#scheduled.delete(sequenceNumber);
          this.#add(sequenceNumber, message, Date.now());
        }, delay),
      );
    } else this.#add(sequenceNumber, message, now);
    return sequenceNumber;
  }

  cancelScheduled(sequenceNumber: number): boolean {
    clearTimeout(this.#scheduled.get(sequenceNumber));
    return this.#scheduled.delete(sequenceNumber);
  }

  /** Locks the oldest message that can be delivered. */
  lockNext(): Lock | undefined {
    const queued = this.#takeNext();
    if (!queued) return undefined;
    const token = randomUUID();
    const lock: TimedLock = { token, queued, lockedUntil: 0, timer: undefined };
    this.#locks.set(token, lock);
    this.#extend(lock);
    return lock;
  }

  /** Extends a lock. Returns its new end, or undefined when the lock is lost. */
  renew(token: string): number | undefined {
    const lock = this.#locks.get(token);
    if (lock) this.#extend(lock);
    return lock?.lockedUntil;
  }

  /** Returns false when the lock is lost, as the other settlements do. */
  complete(token: string): boolean {
    const lock = this.#release(token);
    if (lock) this.#messages.delete(lock.queued.sequenceNumber);
    return lock !== undefined;
  }

  abandon(token: string): boolean {
    const lock = this.#release(token);
    if (lock) this.#returnToQueue(lock.queued);
    return lock !== undefined;
  }

  deadLetter(token: string, reason: string | undefined, description: string | undefined): boolean {
    const lock = this.#release(token);
    if (lock) this.#moveToDeadLetters(lock.queued, reason, description);
    return lock !== undefined;
  }

  /** Up to `count` messages from a sequence number on, locked ones included. */
  peek(from: number, count: number): QueuedMessage[] {
    this.#moveExpired();
    const found: QueuedMessage[] = [];
    for (const queued of this.#messages.values()) {
      if (queued.sequenceNumber >= from) found.push(queued);
    }
    return found.sort((one, other) => one.sequenceNumber - other.sequenceNumber).slice(0, count);
  }

  /** Stops every timer. */
  stop(): void {
    for (const { timer } of this.#locks.values()) clearTimeout(timer);
    for (const timer of this.#scheduled.values()) clearTimeout(timer);
    this.deadLetters?.stop();
  }

  #add(sequenceNumber: number, message: Message, now: number): void {
    // Messages in a dead-letter queue do not expire.
    const timeToLive = this.deadLetters
      ? Math.min(message.ttl ?? Infinity, this.#options.timeToLiveMs ?? Infinity)
      : Infinity;
    const queued = {
      sequenceNumber,
      message,
      enqueuedAt: now,
      expiresAt: Number.isFinite(timeToLive) ? now + timeToLive : undefined,
      deliveryCount: 0,
    };
    this.#messages.set(sequenceNumber, queued);
    this.#ready.push(queued);
    this.#notify();
  }

  #takeNext(): QueuedMessage | undefined {
    for (;;) {
      const queued = this.#returned.shift() ?? this.#ready[this.#readyFrom++];
      if (!queued) {
        this.#ready.length = 0;
        this.#readyFrom = 0;
        return undefined;
      }
      if (queued.expiresAt === undefined || queued.expiresAt > Date.now()) return queued;
      this.#expire(queued);
    }
  }

  #extend(lock: TimedLock): void {
    const duration = this.#options.lockDurationMs ?? MINUTE_MS;
    clearTimeout(lock.timer);
    lock.lockedUntil = Date.now() + duration;
    lock.timer = setTimeout(() => this.abandon(lock.token), duration);
  }

  #release(token: string): TimedLock | undefined {
    const lock = this.#locks.get(token);
    clearTimeout(lock?.timer);
    this.#locks.delete(token);
    return lock;
  }

  #returnToQueue(queued: QueuedMessage): void {
    queued.deliveryCount++;
    if (queued.deliveryCount >= (this.#options.maxDeliveryCount ?? 10) && this.deadLetters) {
      this.#moveToDeadLetters(
        queued,
        'MaxDeliveryCountExceeded',
        'The message was delivered too often without being completed.',
      );
      return;
    }
    this.#returned.push(queued);
    this.#returned.sort((one, other) => one.sequenceNumber - other.sequenceNumber);
    this.#notify();
  }

  #moveToDeadLetters(
    queued: QueuedMessage,
    reason: string | undefined,
    description: string | undefined,
  ): void {
    this.#messages.delete(queued.sequenceNumber);
    this.deadLetters?.enqueue({
      ...queued.message,
      delivery_count: queued.deliveryCount,
      application_properties: {
        ...queued.message.application_properties,
        ...compact({ DeadLetterReason: reason, DeadLetterErrorDescription: description }),
      },
    });
  }

  #expire(queued: QueuedMessage): void {
    if (this.#options.deadLetterOnExpiration)
      this.#moveToDeadLetters(queued, 'TTLExpiredException', 'The message expired.');
    else this.#messages.delete(queued.sequenceNumber);
  }

  #moveExpired(): void {
    const now = Date.now();
    const locked = new Set([...this.#locks.values()].map(({ queued }) => queued));
    for (const queued of this.#messages.values()) {
      if (queued.expiresAt !== undefined && queued.expiresAt <= now && !locked.has(queued))
        this.#expire(queued);
    }
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

function scheduledFor(message: Message): number {
  const annotation: unknown = message.message_annotations?.['x-opt-scheduled-enqueue-time'];
  return annotation instanceof Date ? annotation.getTime() : Number(annotation ?? 0);
}
