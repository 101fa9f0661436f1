import { types } from 'rhea';
import type { AmqpMap, AmqpValue } from './amqp-value';
import type { StoredMessage } from './stored-message';
import { encoded, withAnnotations } from './stored-message';

/** The states of a message in a queue, with the numbers that Service Bus gives them. */
export const MESSAGE_STATES = { active: 0, deferred: 1, scheduled: 2 } as const;

/** A message in a queue. Times are in ms since the epoch. */
export interface QueuedMessage {
  readonly sequenceNumber: number;
  readonly enqueuedAt: number;
  readonly expiresAt: number | undefined;
  message: StoredMessage;
  deliveryCount: number;
  state: keyof typeof MESSAGE_STATES;
}

/** The bytes of a message as a receiver gets it: as it was sent, with the broker's annotations. */
export function delivered(queued: QueuedMessage, lockedUntil?: number): Buffer {
  const annotations = new Map<string, AmqpValue>([
    ['x-opt-sequence-number', types.wrap_long(queued.sequenceNumber)],
    ['x-opt-enqueue-sequence-number', types.wrap_long(queued.sequenceNumber)],
    ['x-opt-enqueued-time', types.wrap_timestamp(queued.enqueuedAt)],
    ['x-opt-message-state', types.wrap_int(MESSAGE_STATES[queued.state])],
  ]);
  if (lockedUntil !== undefined) annotations.set('x-opt-locked-until', types.wrap_timestamp(lockedUntil));
  return encoded(withAnnotations(queued.message, annotations), queued.deliveryCount);
}

/** When the sender wants the message to be enqueued, in ms since the epoch; 0 for now. */
export function scheduledFor({ decoded }: StoredMessage): number {
  const annotation: unknown = decoded.message_annotations?.['x-opt-scheduled-enqueue-time'];
  return annotation instanceof Date ? annotation.getTime() : Number(annotation ?? 0);
}

/** The properties that a settlement adds to a message: text only where it was given. */
export function textProperties(properties: Readonly<Record<string, string | undefined>>): AmqpMap {
  return new Map(
    Object.entries(properties).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, types.wrap_string(text) as AmqpValue] as const],
    ),
  );
}
