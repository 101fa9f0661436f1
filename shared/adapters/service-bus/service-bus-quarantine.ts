import type {
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
  ServiceBusSender,
} from '@azure/service-bus';
import Long from 'long';
import type { OutcomeSummary } from '../../core/outcome';
import { bodyBytes } from '../../messages/body-bytes';
import { propertiesOf } from '../../messages/message-history';
import { LOST_BYTES } from '../../messages/stored-original';
import type { OriginalStore } from '../../ports/original-store';
import type { KeptMessage, Quarantine } from '../../ports/quarantine';
import type { OriginalMessage } from '../../ports/request-queue';
import { TooLarge } from '../../ports/too-large';
import type { CopyProperties } from './carry-original';
import { carryOriginal } from './carry-original';
import { keptMessage, numberOf } from './kept-message';
import { orUnavailable } from './or-unavailable';

const MESSAGES_PER_CALL = 100;
/** A search ends when it holds so many bytes of other originals: a sender decides how many are rejected, and how large they are. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
/** The queue counts as empty when no message is received within this time. */
const MAX_WAIT_MS = 3000;
/** The broker's size limit includes the properties, so the reason is cut. */
const MAX_REASON_LENGTH = 1024;

/**
 * The quarantine queue: originals with the reason and their history in their properties.
 *
 * @param originals where an original is stored that the queue cannot carry; absent: of such an original only the outcome
 * is kept
 */
export function serviceBusQuarantine(
  client: ServiceBusClient,
  queue: string,
  originals?: OriginalStore,
): Quarantine {
  const sender = client.createSender(queue);
  const receiver = (): ServiceBusReceiver => client.createReceiver(queue, { skipParsingBodyAsJson: true });
  return {
    keep: (original, outcome) => keep(sender, original, explanation(original, outcome), originals),
    list: (after) => list(receiver(), originals, after),
    find: (number) => find(receiver(), number, originals),
    take: async (numbers, handOver, also) => {
      const receiving = receiver();
      const stored = (message: ServiceBusReceivedMessage) => keptMessage(message, originals);
      const handed = { read: stored, handOver, takesMissing: also === 'missing' };
      try {
        return await take(receiving, new Set(numbers), handed);
      } finally {
        await receiving.close();
      }
    },
  };
}

/** What the queue says of an original. */
function explanation(
  { key, history }: OriginalMessage,
  { requestId, status, id, detail = status }: OutcomeSummary,
): CopyProperties {
  const reason = detail.slice(0, MAX_REASON_LENGTH);
  return {
    messageId: key,
    correlationId: requestId,
    subject: status,
    applicationProperties: { ...propertiesOf(history), status, reason, requestId, outcomeId: id },
  };
}

async function keep(
  sender: Pick<ServiceBusSender, 'sendMessages'>,
  original: OriginalMessage,
  copy: CopyProperties,
  originals: OriginalStore | undefined,
): Promise<void> {
  try {
    await orUnavailable(sender.sendMessages(await carryOriginal(original, copy, originals)));
  } catch (failure) {
    if (!(failure instanceof TooLarge)) throw failure;
    // The outcome is published and nothing else can be done: the message must not be redelivered for ever.
    const applicationProperties = { ...copy.applicationProperties, [LOST_BYTES]: original.body.length };
    await orUnavailable(sender.sendMessages({ ...copy, body: Buffer.alloc(0), applicationProperties }));
  }
}

async function* list(
  receiver: ServiceBusReceiver,
  originals: OriginalStore | undefined,
  after?: string,
): AsyncIterable<KeptMessage> {
  // Without a number, a peek continues where any receiver of this client last stopped.
  let fromSequenceNumber = after === undefined ? Long.ONE : Long.fromString(after).add(1);
  try {
    for (;;) {
      const messages = await orUnavailable(receiver.peekMessages(MESSAGES_PER_CALL, { fromSequenceNumber }));
      const last = messages.at(-1)?.sequenceNumber;
      if (!last) return;
      for (const message of messages) yield await keptMessage(message, originals);
      fromSequenceNumber = last.add(1);
    }
  } finally {
    await receiver.close();
  }
}

async function find(
  receiver: ServiceBusReceiver,
  number: string,
  originals: OriginalStore | undefined,
): Promise<KeptMessage | undefined> {
  try {
    if (!/^\d{1,19}$/.test(number)) return undefined;
    const fromSequenceNumber = Long.fromString(number);
    const [message] = await orUnavailable(receiver.peekMessages(1, { fromSequenceNumber }));
    return message && numberOf(message) === number ? await keptMessage(message, originals) : undefined;
  } finally {
    await receiver.close();
  }
}

/** What becomes of the messages that are received. */
interface Handed {
  readonly read: (message: ServiceBusReceivedMessage) => Promise<KeptMessage>;
  readonly handOver: (kept: KeptMessage) => Promise<void>;
  readonly takesMissing: boolean;
}

/** Messages are received in the order of the queue: the others are locked until the end, and then abandoned. */
async function take(
  receiver: ServiceBusReceiver,
  wanted: Set<string>,
  { read, handOver, takesMissing }: Handed,
): Promise<readonly string[]> {
  const locked = new Set<ServiceBusReceivedMessage>();
  let heldBytes = 0;
  try {
    while (wanted.size > 0 && heldBytes < MAX_HELD_BYTES) {
      const receiving = receiver.receiveMessages(MESSAGES_PER_CALL, { maxWaitTimeInMs: MAX_WAIT_MS });
      const messages = await orUnavailable(receiving);
      if (messages.length === 0) break;
      for (const message of messages) {
        locked.add(message);
        heldBytes += sizeOf(message);
      }
      for (const message of messages) {
        if (!wanted.has(numberOf(message))) continue;
        const kept = await read(message);
        if (kept.isMissing && !takesMissing) continue;
        await handOver(kept);
        await orUnavailable(receiver.completeMessage(message));
        locked.delete(message);
        heldBytes -= sizeOf(message);
        wanted.delete(kept.number);
      }
    }
  } finally {
    // A lock that has ended already must not hide what became of the original.
    await Promise.allSettled([...locked].map((message) => receiver.abandonMessage(message)));
  }
  return [...wanted];
}

function sizeOf({ body }: ServiceBusReceivedMessage): number {
  return bodyBytes(body).length;
}
