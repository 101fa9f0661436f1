import type { ServiceBusMessage } from '@azure/service-bus';
import { compact } from '../../core/compact';
import { ORIGINAL_REFERENCE, contentName, divided } from '../../messages/stored-original';
import type { OriginalStore } from '../../ports/original-store';
import type { OriginalMessage } from '../../ports/request-queue';
import { fits } from './message-size';

/** What a copy says of itself, beside its original. */
export type CopyProperties = Omit<ServiceBusMessage, 'body' | 'contentType'>;

/**
 * The message that carries an original: in full if it fits, or else by a reference to the store (a claim check). Without a
 * store it is carried in full, and the broker may refuse it.
 *
 * @throws Unavailable when the store cannot be reached
 */
export async function carryOriginal(
  original: OriginalMessage,
  copy: CopyProperties,
  store: OriginalStore | undefined,
): Promise<ServiceBusMessage> {
  const { body, contentType, properties, history } = original;
  const whole = compact({
    ...copy,
    body: Buffer.from(body),
    contentType,
    applicationProperties: { ...properties, ...copy.applicationProperties },
  });
  if (!store || fits(whole)) return whole;
  const { content, carried } = divided(original);
  const name = contentName(content, history.origin);
  await store.put(name, content);
  return {
    ...copy,
    body: Buffer.alloc(0),
    applicationProperties: { ...carried, ...copy.applicationProperties, [ORIGINAL_REFERENCE]: name },
  };
}
