import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import * as z from 'zod';
import { compact } from '../../core/compact';
import { bodyBytes } from '../../messages/body-bytes';
import { writtenId } from '../../messages/broker-id';
import type { Channel } from '../../messages/message-history';
import { readHistory } from '../../messages/message-history';
import { plainProperties } from '../../messages/plain-properties';
import { traceParentIn } from '../../messages/trace-parent';
import type { Clock } from '../../ports/clock';
import type { DeadLetter, DeadLetterAnswer, DeadLetterLimits, DeadLetters } from '../../ports/dead-letters';
import { Unavailable } from '../../ports/unavailable';
import { isMissingEntity } from './missing-entity';

/** Messages that are answered side by side. */
const MESSAGES_PER_CALL = 8;
/** The queue counts as empty when no message is received within this time. */
const MAX_WAIT_MS = 1000;
/** Counts the failures in the properties of a message, which the broker changes when it is abandoned. */
const FAILURES = 'revocationDeadLetterFailures';
/** Set when a message was abandoned. */
const LEFT = 'revocationDeadLetterLeft';

const RECEIVER = {
  subQueueType: 'deadLetter',
  skipParsingBodyAsJson: true,
  // A call is shorter than a lock. With renewal the SDK cannot settle a message that has no messageId.
  maxAutoLockRenewalDurationInMs: 0,
} as const;

/** A queue from which the app receives, and who may send to it. */
export interface ReceivedQueue {
  readonly queue: string;
  readonly channel: Channel;
}

const failuresSchema = z.int().nonnegative().catch(0);

/**
 * The dead-letter queues of some queues. The SDK returns bodies of every kind, unlike the trigger of the host, which cannot
 * bind all of them.
 */
export function serviceBusDeadLetters(
  client: ServiceBusClient,
  queues: readonly ReceivedQueue[],
  clock: Clock,
): DeadLetters {
  return {
    receive: async (limits, answer) => {
      const deadline = clock.monotonicMs() + limits.ms;
      const inTime = (): boolean => clock.monotonicMs() < deadline;
      const results = await Promise.allSettled(
        queues.map((queue) => receiveFrom(client, queue, { limits, inTime, answer })),
      );
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw new Unavailable('serviceBus', failed.reason);
    },
  };
}

interface Receiving {
  readonly limits: DeadLetterLimits;
  readonly inTime: () => boolean;
  readonly answer: (letter: DeadLetter) => Promise<DeadLetterAnswer>;
}

interface Answered {
  readonly message: ServiceBusReceivedMessage;
  readonly answer: DeadLetterAnswer;
}

/** What cannot be answered stays locked until the end, so that it is not received again at once. */
async function receiveFrom(
  client: ServiceBusClient,
  { queue, channel }: ReceivedQueue,
  { limits, inTime, answer }: Receiving,
): Promise<void> {
  const receiver = client.createReceiver(queue, RECEIVER);
  const unanswered: Answered[] = [];
  let received = 0;
  try {
    while (received < limits.messages && inTime()) {
      const count = Math.min(MESSAGES_PER_CALL, limits.messages - received);
      const messages = await receiver.receiveMessages(count, { maxWaitTimeInMs: MAX_WAIT_MS });
      if (messages.length === 0) break;
      received += messages.length;
      for (const answered of await answersTo(messages, channel, answer)) {
        if (answered.answer === 'answered') await settled(receiver.completeMessage(answered.message));
        else unanswered.push(answered);
      }
    }
  } catch (failure) {
    // The app does without a queue that the environment does not have.
    if (!isMissingEntity(failure)) throw failure;
  } finally {
    for (const one of unanswered) await settled(abandon(receiver, one));
    await receiver.close();
  }
}

function answersTo(
  messages: readonly ServiceBusReceivedMessage[],
  channel: Channel,
  answer: Receiving['answer'],
): Promise<readonly Answered[]> {
  return Promise.all(
    messages.map(async (message) => ({
      message,
      answer: await answer(deadLetter(message, channel)).catch((): DeadLetterAnswer => 'failed'),
    })),
  );
}

function abandon(receiver: ServiceBusReceiver, { message, answer }: Answered): Promise<void> {
  const failures = failuresOf(message) + (answer === 'failed' ? 1 : 0);
  return receiver.abandonMessage(message, { [FAILURES]: failures, [LEFT]: true });
}

/** A message whose settlement fails is delivered again, and the ledger then knows its outcomes. */
async function settled(settling: Promise<void>): Promise<void> {
  await settling.catch(() => undefined);
}

function failuresOf({ applicationProperties = {} }: ServiceBusReceivedMessage): number {
  return failuresSchema.parse(applicationProperties[FAILURES]);
}

function deadLetter(message: ServiceBusReceivedMessage, channel: Channel): DeadLetter {
  const { sequenceNumber, enqueuedTimeUtc, deliveryCount, applicationProperties = {} } = message;
  const { bodyType: section } = message._rawAmqpMessage;
  const { [FAILURES]: _failures, [LEFT]: left, ...properties } = plainProperties(applicationProperties);
  const brokerProperties = compact({
    messageId: writtenId(message.messageId),
    // As the trigger of the host passes it, so that a message has the same key on both ways.
    sequenceNumber: sequenceNumber && String(sequenceNumber.toNumber()),
    enqueuedAt: enqueuedTimeUtc?.toISOString(),
  });
  return compact({
    body: bodyBytes(message.body),
    section: section === 'data' ? undefined : section,
    history: readHistory(brokerProperties, properties, channel),
    contentType: message.contentType,
    properties,
    traceparent: traceParentIn(properties),
    deliveryCount: deliveryCount === undefined ? undefined : deliveryCount + 1,
    reason: message.deadLetterReason,
    description: message.deadLetterErrorDescription,
    failures: failuresOf(message),
    wasLeft: left === true ? (true as const) : undefined,
  });
}
