import { types } from 'rhea';
import { listOf, mapOf } from './amqp-value';
import { uuidOfToken } from './lock-token';
import type { Answer, ManagementRequest } from './management-answer';
import {
  lockTokensOf,
  MESSAGE_LOCK_LOST,
  NO_SUCH_MESSAGE,
  numberOf,
  ok,
  sequenceNumbersOf,
  textOf,
} from './management-answer';
import type { MessageQueue } from './message-queue';
import { deadLetterReason } from './message-queue';
import type { Target } from './namespace';
import { delivered } from './queued-message';
import { storedMessage } from './stored-message';

/** The most messages that one call can peek at, whatever number it asks for: what the callers of Service Bus have seen. */
const MAX_PEEKED = 250;
const LONG_ARRAY = 0x81;
const TIMESTAMP_ARRAY = 0x83;
/** The receiver settles mode of a receiver that deletes what it receives. */
const DELETE_ON_RECEIVE = 0;

export function renewLocks(queue: MessageQueue, request: ManagementRequest): Answer {
  const expirations = lockTokensOf(request).map((token) => queue.renew(token));
  if (expirations.includes(undefined)) return MESSAGE_LOCK_LOST;
  return ok({ expirations: types.wrap_array(expirations, TIMESTAMP_ARRAY, undefined) });
}

export function peek(queue: MessageQueue, { body }: ManagementRequest): Answer {
  const count = Math.min(numberOf(body.get('message-count')), MAX_PEEKED);
  const found = queue.peek(numberOf(body.get('from-sequence-number')), count);
  if (found.length === 0) return { status: 204, description: 'No message.' };
  return ok({ messages: found.map((queued) => ({ message: delivered(queued) })) });
}

export function receiveDeferred(queue: MessageQueue, request: ManagementRequest): Answer {
  const locks = queue.lockDeferred(sequenceNumbersOf(request));
  if (!locks) return NO_SUCH_MESSAGE;
  const messages = locks.map(({ queued, token, lockedUntil }) => ({
    message: delivered(queued, lockedUntil),
    'lock-token': types.wrap_uuid(uuidOfToken(token)),
  }));
  if (numberOf(request.body.get('receiver-settle-mode')) === DELETE_ON_RECEIVE) {
    for (const { token } of locks) queue.complete(token);
  }
  return ok({ messages });
}

/** Settles messages by their lock tokens, as a receiver does that has lost the link over which it got them. */
export function updateDisposition(queue: MessageQueue, request: ManagementRequest): Answer {
  const { body } = request;
  const status = textOf(body.get('disposition-status')) ?? '';
  const settle = settlements(queue, request)[status];
  if (!settle) {
    return {
      status: 400,
      description: `Unknown disposition ${status}.`,
      condition: 'com.microsoft:argument-error',
    };
  }
  return lockTokensOf(request).map(settle).every(Boolean) ? ok() : MESSAGE_LOCK_LOST;
}

function settlements(
  queue: MessageQueue,
  { body }: ManagementRequest,
): Readonly<Record<string, (token: string) => boolean>> {
  const changes = mapOf(body.get('properties-to-modify'));
  const reason = deadLetterReason(
    textOf(body.get('deadletter-reason')),
    textOf(body.get('deadletter-description')),
  );
  return {
    completed: (token) => queue.complete(token),
    abandoned: (token) => queue.abandon(token, changes),
    // The protocol's own spelling.
    defered: (token) => queue.defer(token, changes),
    suspended: (token) => queue.deadLetter(token, new Map([...changes, ...reason])),
  };
}

export function schedule(target: Target, { body }: ManagementRequest): Answer {
  const messages = listOf(body.get('messages')).map((entry) => mapOf(entry).get('message')?.value as Buffer);
  const numbers = messages.map((message) => target.enqueue(storedMessage(message)));
  return ok({ 'sequence-numbers': types.wrap_array(numbers, LONG_ARRAY, undefined) });
}

export function cancelScheduled(target: Target | undefined, request: ManagementRequest): Answer {
  const done = sequenceNumbersOf(request).every((number) => target?.cancelScheduled(number));
  return done ? ok() : NO_SUCH_MESSAGE;
}
