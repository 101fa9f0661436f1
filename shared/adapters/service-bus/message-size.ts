import type { ServiceBusMessage } from '@azure/service-bus';

/**
 * The most bytes of a message that is sent as it is. The tier Standard accepts 256 KB with everything that the protocol adds
 * ("Service Bus quotas").
 */
const MAX_BYTES = 240 * 1024;
/** The most bytes of all application properties; the quota is 64 KB. */
const MAX_PROPERTY_BYTES = 48 * 1024;
/** The sections, their ids and their annotations. */
const FRAME_BYTES = 1024;
/** The constructors and lengths of a name and its value. */
const BYTES_PER_PROPERTY = 16;

/** Whether a message certainly fits into the broker's limits. */
export function fits({ body, contentType, applicationProperties = {} }: ServiceBusMessage): boolean {
  const bodyBytes = body instanceof Uint8Array ? body.byteLength : 0;
  const propertyBytes = Object.entries(applicationProperties).reduce(
    (sum, [name, value]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)) + BYTES_PER_PROPERTY,
    0,
  );
  const typeBytes = Buffer.byteLength(contentType ?? '');
  return (
    propertyBytes <= MAX_PROPERTY_BYTES && bodyBytes + propertyBytes + typeBytes + FRAME_BYTES <= MAX_BYTES
  );
}
