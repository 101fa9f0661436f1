import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import Long from 'long';
import * as z from 'zod';
import { compact } from '../../core/compact';
import { messageKey } from '../../core/ids';
import { propertiesOf, withoutHistory, writtenHistory } from '../../messages/message-history';
import type { KeptMessage, Quarantine } from '../../ports/quarantine';
import type { MessageProperties } from '../../ports/request-queue';
import { orUnavailable } from './or-unavailable';

const MESSAGES_PER_CALL = 100;
/** The queue counts as empty when no message is received within this time. */
const MAX_WAIT_MS = 3000;
/** The broker's size limit includes the properties, so the reason is cut. */
const MAX_REASON_LENGTH = 1024;

/** Why an original was kept. An operator may have sent a message to the queue by hand, so any property may be absent. */
const keptProperties = z.object({
  status: z.string().catch('unknown'),
  reason: z.string().catch('unknown'),
  requestId: z.string().catch('unknown'),
  outcomeId: z.string().catch('unknown'),
});

const plainValue = z.union([z.string(), z.number(), z.boolean()]);

/** The quarantine queue: originals with the reason and their history in their properties. */
export function serviceBusQuarantine(client: ServiceBusClient, queue: string): Quarantine {
  const sender = client.createSender(queue);
  const receiver = (): ServiceBusReceiver => client.createReceiver(queue, { skipParsingBodyAsJson: true });
  return {
    keep: ({ key, body, contentType, properties, history }, { requestId, status, id, detail = status }) =>
      orUnavailable(
        sender.sendMessages(
          compact({
            body: Buffer.from(body),
            messageId: key,
            correlationId: requestId,
            subject: status,
            contentType,
            applicationProperties: {
              ...properties,
              ...propertiesOf(history),
              status,
              reason: detail.slice(0, MAX_REASON_LENGTH),
              requestId,
              outcomeId: id,
            },
          }),
        ),
      ),
    list: () => list(receiver()),
    take: async (numbers, handOver) => {
      const receiving = receiver();
      try {
        return await take(receiving, new Set(numbers), handOver);
      } finally {
        await receiving.close();
      }
    },
  };
}

async function* list(receiver: ServiceBusReceiver): AsyncIterable<KeptMessage> {
  // Without a number, a peek continues where any receiver of this client last stopped.
  let fromSequenceNumber = Long.ONE;
  try {
    for (;;) {
      const messages = await receiver.peekMessages(MESSAGES_PER_CALL, { fromSequenceNumber });
      const last = messages.at(-1)?.sequenceNumber;
      if (!last) return;
      for (const message of messages) yield keptMessage(message);
      fromSequenceNumber = last.add(1);
    }
  } finally {
    await receiver.close();
  }
}

/** Messages are received in the order of the queue: the others are locked until the end, and then abandoned. */
async function take(
  receiver: ServiceBusReceiver,
  wanted: Set<string>,
  handOver: (kept: KeptMessage) => Promise<void>,
): Promise<readonly string[]> {
  const locked = new Set<ServiceBusReceivedMessage>();
  try {
    while (wanted.size > 0) {
      const messages = await receiver.receiveMessages(MESSAGES_PER_CALL, { maxWaitTimeInMs: MAX_WAIT_MS });
      if (messages.length === 0) break;
      for (const message of messages) locked.add(message);
      for (const message of messages) {
        const kept = keptMessage(message);
        if (!wanted.has(kept.number)) continue;
        await handOver(kept);
        await receiver.completeMessage(message);
        locked.delete(message);
        wanted.delete(kept.number);
      }
    }
  } finally {
    for (const message of locked) await receiver.abandonMessage(message);
  }
  return [...wanted];
}

function keptMessage(message: ServiceBusReceivedMessage): KeptMessage {
  const { sequenceNumber, enqueuedTimeUtc, contentType, applicationProperties = {} } = message;
  const body = bytesOf(message.body);
  const history = writtenHistory(applicationProperties);
  const properties = sendersProperties(applicationProperties);
  return {
    number: sequenceNumber?.toString() ?? 'unknown',
    keptAt: enqueuedTimeUtc ?? new Date(0),
    original: compact({ key: messageKey(body, history), body, history, contentType, properties }),
    ...keptProperties.parse(applicationProperties),
  };
}

/** The properties that the sender wrote, except those that the reason has replaced. */
function sendersProperties(properties: Readonly<Record<string, unknown>>): MessageProperties {
  return Object.fromEntries(
    Object.entries(withoutHistory(properties)).flatMap(([name, value]) => {
      const read = plainValue.safeParse(value);
      return read.success && !(name in keptProperties.shape) ? [[name, read.data]] : [];
    }),
  );
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
