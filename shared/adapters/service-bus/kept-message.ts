import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import * as z from 'zod';
import { compact } from '../../core/compact';
import { messageKey } from '../../core/ids';
import { bodyBytes } from '../../messages/body-bytes';
import { withoutHistory, writtenHistory } from '../../messages/message-history';
import { plainProperties } from '../../messages/plain-properties';
import { LOST_BYTES, ORIGINAL_REFERENCE, originalUnder, referenceIn } from '../../messages/stored-original';
import type { OriginalStore } from '../../ports/original-store';
import type { KeptMessage } from '../../ports/quarantine';
import type { MessageProperties } from '../../ports/request-queue';

/** Why an original was kept. An operator may have sent a message to the queue by hand, so any property may be absent. */
const keptProperties = z.object({
  status: z.string().catch('unknown'),
  reason: z.string().catch('unknown'),
  requestId: z.string().catch('unknown'),
  outcomeId: z.string().catch('unknown'),
});

/** What the queue itself says of an original. */
const OF_THE_QUEUE = [...Object.keys(keptProperties.shape), ORIGINAL_REFERENCE, LOST_BYTES];

/**
 * The original in a message of the quarantine, from the store if the message refers to it.
 *
 * @throws Unavailable when the store cannot be reached
 */
export async function keptMessage(
  message: ServiceBusReceivedMessage,
  originals: Pick<OriginalStore, 'find'> | undefined,
): Promise<KeptMessage> {
  const { enqueuedTimeUtc, contentType, applicationProperties = {} } = message;
  const history = writtenHistory(applicationProperties);
  const body = bodyBytes(message.body);
  const name = referenceIn(body, applicationProperties);
  const stored = name && originalUnder(name, history.origin, await originals?.find(name));
  const carried = { body, contentType, properties: sendersProperties(applicationProperties) };
  const whole = stored ? { ...stored, properties: { ...stored.properties, ...carried.properties } } : carried;
  const isMissing = body.length === 0 && (name === undefined ? LOST_BYTES in applicationProperties : !stored);
  return {
    number: numberOf(message),
    keptAt: enqueuedTimeUtc ?? new Date(0),
    original: compact({ key: messageKey(whole.body, history), history, ...whole }),
    ...(isMissing && { isMissing }),
    ...keptProperties.parse(applicationProperties),
  };
}

/** The number by which the quarantine names a message. */
export function numberOf({ sequenceNumber }: ServiceBusReceivedMessage): string {
  return sequenceNumber?.toString() ?? 'unknown';
}

/** The properties that the sender wrote, except those that the reason has replaced. */
function sendersProperties(properties: Readonly<Record<string, unknown>>): MessageProperties {
  const plain = withoutHistory(plainProperties(properties));
  return Object.fromEntries(Object.entries(plain).filter(([name]) => !OF_THE_QUEUE.includes(name)));
}
