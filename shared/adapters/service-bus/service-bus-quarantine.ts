import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import Long from 'long';
import * as z from 'zod';
import { messageKey } from '../../messages/message-identity';
import { withoutLineage, writtenLineage } from '../../messages/message-history';
import type { KeptMessage, MessageProperties, Quarantine } from '../../ports/ports';

const AT_A_TIME = 100;
/** The queue is taken to hold nothing more when nothing comes for so long, in ms. */
const NOTHING_COMES_MS = 3000;

/** What says why an original was kept. Anything may be put into a queue by hand, so all of it may be absent. */
const why = z.object({
  status: z.string().catch('unknown'),
  reason: z.string().catch('unknown'),
  requestId: z.string().catch('unknown'),
  outcomeId: z.string().catch('unknown'),
});

const plain = z.union([z.string(), z.number(), z.boolean()]);

/** The quarantine queue, as an operator looks into it. */
export function serviceBusQuarantine(client: ServiceBusClient, queue: string): Quarantine {
  const receiving = async <T>(work: (receiver: ServiceBusReceiver) => Promise<T>): Promise<T> => {
    const receiver = client.createReceiver(queue, { skipParsingBodyAsJson: true });
    try {
      return await work(receiver);
    } finally {
      await receiver.close();
    }
  };
  return {
    async *list() {
      const receiver = client.createReceiver(queue, { skipParsingBodyAsJson: true });
      // Without a number, peeking would go on where any receiver of this client last stopped.
      let fromSequenceNumber = Long.ONE;
      try {
        for (;;) {
          const messages = await receiver.peekMessages(AT_A_TIME, { fromSequenceNumber });
          const last = messages.at(-1)?.sequenceNumber;
          if (!last) return;
          for (const message of messages) yield keptMessage(message);
          fromSequenceNumber = last.add(1);
        }
      } finally {
        await receiver.close();
      }
    },
    take: (numbers, handOver) => receiving((receiver) => take(receiver, new Set(numbers), handOver)),
  };
}

/** Messages can only be had in the order of the queue: what is not wanted is held until the end, and given back. */
async function take(
  receiver: ServiceBusReceiver,
  wanted: Set<string>,
  handOver: (kept: KeptMessage) => Promise<void>,
): Promise<readonly string[]> {
  const held = new Set<ServiceBusReceivedMessage>();
  try {
    while (wanted.size > 0) {
      const messages = await receiver.receiveMessages(AT_A_TIME, { maxWaitTimeInMs: NOTHING_COMES_MS });
      if (messages.length === 0) break;
      for (const message of messages) held.add(message);
      for (const message of messages) {
        const kept = keptMessage(message);
        if (!wanted.has(kept.number)) continue;
        await handOver(kept);
        await receiver.completeMessage(message);
        held.delete(message);
        wanted.delete(kept.number);
      }
    }
  } finally {
    for (const message of held) await receiver.abandonMessage(message);
  }
  return [...wanted];
}

function keptMessage(message: ServiceBusReceivedMessage): KeptMessage {
  const { sequenceNumber, enqueuedTimeUtc, contentType, applicationProperties = {} } = message;
  const body = bytesOf(message.body);
  const lineage = writtenLineage(applicationProperties);
  return {
    number: sequenceNumber?.toString() ?? 'unknown',
    keptAt: enqueuedTimeUtc ?? new Date(0),
    original: {
      key: messageKey(body, lineage),
      body,
      lineage,
      ...(contentType !== undefined && { contentType }),
      properties: sendersProperties(applicationProperties),
    },
    ...why.parse(applicationProperties),
  };
}

/** What the sender wrote, as far as what says why it was kept has not taken its place. */
function sendersProperties(properties: Readonly<Record<string, unknown>>): MessageProperties {
  return Object.fromEntries(
    Object.entries(withoutLineage(properties)).flatMap(([name, value]) => {
      const read = plain.safeParse(value);
      return read.success && !(name in why.shape) ? [[name, read.data]] : [];
    }),
  );
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
