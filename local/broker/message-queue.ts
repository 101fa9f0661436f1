import { types } from 'rhea';
import type { AmqpMap } from './amqp-value';
import { duplicateDetection } from './duplicate-detection';
import type { Lock } from './message-locks';
import { MessageLocks } from './message-locks';
import type { QueuedMessage } from './queued-message';
import { scheduledFor, textProperties } from './queued-message';
import { ReadyMessages } from './ready-messages';
import { ScheduledMessages } from './scheduled-messages';
import type { StoredMessage } from './stored-message';
import { withAnnotations, withProperties } from './stored-message';
import type { QueueOptions } from './topology';

const MINUTE_MS = 60_000;
const DEFAULT_MAX_DELIVERY_COUNT = 10;
const NO_CHANGES: AmqpMap = new Map();

/** A queue, a subscription, or the dead-letter queue of either. Settlements return false when the lock is lost. */
export class MessageQueue {
  readonly name: string;
  readonly deadLetters: MessageQueue | undefined;
  readonly #options: QueueOptions;
  readonly #isDuplicate: (messageId: unknown, now: number) => boolean;
  /** All unsettled messages that are not scheduled, by sequence number. */
  readonly #messages = new Map<number, QueuedMessage>();
  readonly #ready = new ReadyMessages();
  readonly #locks: MessageLocks;
  readonly #scheduled = new ScheduledMessages((message) => this.#add(++this.#lastSequenceNumber, message));
  #lastSequenceNumber = 0;
  readonly #listeners = new Set<() => void>();

  constructor(name: string, options: QueueOptions, isDeadLetterQueue = false) {
    const { lockDurationMs = MINUTE_MS, duplicateDetectionWindowMs } = options;
    this.name = name;
    this.#options = options;
    this.#isDuplicate = duplicateDetection(duplicateDetectionWindowMs);
    this.#locks = new MessageLocks(lockDurationMs, (token) => this.abandon(token));
    this.deadLetters = isDeadLetterQueue
      ? undefined
      : new MessageQueue(`${name}/$deadletterqueue`, { lockDurationMs }, true);
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

  /**
   * Adds a message, now or at its scheduled time, when it gets a new sequence number. Returns its sequence number, even if
   * it is a duplicate.
   */
  enqueue(message: StoredMessage, deliveryCount = 0): number {
    const sequenceNumber = ++this.#lastSequenceNumber;
    const now = Date.now();
    if (this.#isDuplicate(message.decoded.message_id, now)) return sequenceNumber;
    if (scheduledFor(message) > now) this.#scheduled.add(sequenceNumber, message);
    else this.#add(sequenceNumber, message, deliveryCount);
    return sequenceNumber;
  }

  cancelScheduled(sequenceNumber: number): boolean {
    return this.#scheduled.cancel(sequenceNumber);
  }

  /** Locks the oldest message that can be delivered. */
  lockNext(): Lock | undefined {
    for (;;) {
      const queued = this.#ready.take();
      if (!queued) return undefined;
      if (queued.expiresAt === undefined || queued.expiresAt > Date.now()) return this.#locks.lock(queued);
      this.#expire(queued);
    }
  }

  /** Locks deferred messages. Undefined unless each number is that of a deferred message that is not locked. */
  lockDeferred(sequenceNumbers: readonly number[]): readonly Lock[] | undefined {
    const locked = this.#locks.locked();
    const found = sequenceNumbers.map((number) => this.#messages.get(number));
    const deferred = found.filter(
      (queued) => queued !== undefined && queued.state === 'deferred' && !locked.has(queued),
    );
    if (deferred.length < found.length) return undefined;
    return deferred.flatMap((queued) => (queued ? [this.#locks.lock(queued)] : []));
  }

  /** Extends a lock. Returns its new end, or undefined when the lock is lost. */
  renew(token: string): number | undefined {
    return this.#locks.renew(token);
  }

  complete(token: string): boolean {
    return this.#settle(token, (queued) => this.#messages.delete(queued.sequenceNumber));
  }

  /** Returns a message to the queue, with some of its properties changed; counts a delivery. */
  abandon(token: string, changes = NO_CHANGES): boolean {
    return this.#settle(token, (queued) => {
      queued.message = withProperties(queued.message, changes);
      queued.deliveryCount++;
      this.#returnToQueue(queued);
    });
  }

  /** Returns a message that its receiver has not looked at: counts no delivery. */
  release(token: string): boolean {
    return this.#settle(token, (queued) => this.#returnToQueue(queued));
  }

  /** Keeps a message for those who ask for it by its sequence number; counts a delivery. */
  defer(token: string, changes = NO_CHANGES): boolean {
    return this.#settle(token, (queued) => {
      queued.message = withProperties(queued.message, changes);
      queued.deliveryCount++;
      queued.state = 'deferred';
    });
  }

  /** Moves a message to the dead-letter queue, with some of its properties changed: the reason among them. */
  deadLetter(token: string, changes: AmqpMap): boolean {
    return this.#settle(token, (queued) => this.#moveToDeadLetters(queued, changes));
  }

  /** Up to `count` messages from a sequence number on, whatever their state; locked ones included. */
  peek(from: number, count: number): QueuedMessage[] {
    this.#moveExpired();
    return [...this.#messages.values(), ...this.#scheduled.all()]
      .filter(({ sequenceNumber }) => sequenceNumber >= from)
      .sort((one, other) => one.sequenceNumber - other.sequenceNumber)
      .slice(0, count);
  }

  /** Stops every timer. */
  stop(): void {
    this.#locks.stop();
    this.#scheduled.stop();
    this.deadLetters?.stop();
  }

  #add(sequenceNumber: number, message: StoredMessage, deliveryCount = 0): void {
    const enqueuedAt = Date.now();
    // Messages in a dead-letter queue do not expire.
    const timeToLive = this.deadLetters
      ? Math.min(message.decoded.ttl ?? Infinity, this.#options.timeToLiveMs ?? Infinity)
      : Infinity;
    const expiresAt = Number.isFinite(timeToLive) ? enqueuedAt + timeToLive : undefined;
    const queued: QueuedMessage = {
      sequenceNumber,
      message,
      enqueuedAt,
      expiresAt,
      deliveryCount,
      state: 'active',
    };
    this.#messages.set(sequenceNumber, queued);
    this.#ready.add(queued);
    this.#notify();
  }

  #settle(token: string, apply: (queued: QueuedMessage) => unknown): boolean {
    const queued = this.#locks.release(token);
    if (queued) apply(queued);
    return queued !== undefined;
  }

  #returnToQueue(queued: QueuedMessage): void {
    const { maxDeliveryCount = DEFAULT_MAX_DELIVERY_COUNT } = this.#options;
    if (queued.deliveryCount >= maxDeliveryCount && this.deadLetters) {
      const description = 'The message was delivered too often without being completed.';
      this.#moveToDeadLetters(queued, deadLetterReason('MaxDeliveryCountExceeded', description));
    } else if (queued.state === 'active') {
      this.#ready.addAgain(queued);
      this.#notify();
    }
  }

  #moveToDeadLetters({ sequenceNumber, message, deliveryCount }: QueuedMessage, changes: AmqpMap): void {
    this.#messages.delete(sequenceNumber);
    const source = new Map([['x-opt-deadletter-source', types.wrap_string(this.name)]]);
    this.deadLetters?.enqueue(withAnnotations(withProperties(message, changes), source), deliveryCount);
  }

  #expire(queued: QueuedMessage): void {
    if (this.#options.deadLetterOnExpiration) {
      this.#moveToDeadLetters(queued, deadLetterReason('TTLExpiredException', 'The message expired.'));
    } else this.#messages.delete(queued.sequenceNumber);
  }

  /** Deferred messages do not expire until somebody asks for them ("Message deferral"). */
  #moveExpired(): void {
    const now = Date.now();
    const locked = this.#locks.locked();
    for (const queued of this.#messages.values()) {
      const { expiresAt, state } = queued;
      if (expiresAt === undefined || expiresAt > now || state === 'deferred' || locked.has(queued)) continue;
      this.#expire(queued);
    }
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The properties with which a message gets into a dead-letter queue. */
export function deadLetterReason(reason: string | undefined, description: string | undefined): AmqpMap {
  return textProperties({ DeadLetterReason: reason, DeadLetterErrorDescription: description });
}
