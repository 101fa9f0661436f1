import type { InvocationContext } from '@azure/functions';
import { compact } from '../shared/core/compact';
import type { BrokerProperties, Channel } from '../shared/messages/message-history';
import { readHistory } from '../shared/messages/message-history';
import type { MessageProperties } from '../shared/ports/request-queue';
import type { IncomingMessage } from '../shared/app/incoming-message';

/**
 * Reads a Service Bus message from an invocation. The worker parses metadata as JSON where it can, so an id may be a
 * number or a boolean. Any of the metadata may be absent.
 *
 * @param channel who may send to the queue
 */
export function incomingMessage(
  body: unknown,
  context: InvocationContext,
  channel: Channel,
): IncomingMessage {
  const metadata = context.triggerMetadata ?? {};
  const properties = plainProperties(metadata['applicationProperties']);
  const traceparent = traceparentOf(properties) ?? context.traceContext?.traceParent;
  return compact({
    body: asBytes(body),
    history: readHistory(brokerPropertiesOf(metadata), properties, channel),
    properties,
    contentType: onlyText(metadata['contentType']),
    traceparent: onlyText(traceparent),
    deliveryCount: asCount(metadata['deliveryCount']),
  });
}

function brokerPropertiesOf(metadata: Readonly<Record<string, unknown>>): BrokerProperties {
  return compact({
    messageId: asId(metadata['messageId']),
    sequenceNumber: asText(metadata['sequenceNumber']),
    enqueuedAt: asTime(metadata['enqueuedTime'] ?? metadata['enqueuedTimeUtc']),
  });
}

/** The value if it is text. */
export function onlyText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * The function is registered for bytes, which are those of a data section. A host that reads a value or a sequence section
 * passes text, a list of bytes, or the parsed value.
 */
function asBytes(body: unknown): Uint8Array {
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (typeof body === 'string') return Buffer.from(body);
  if (body === undefined || body === null) return new Uint8Array();
  if (Array.isArray(body) && body.length > 0 && body.every((part) => part instanceof Uint8Array)) {
    return Buffer.concat(body);
  }
  const json = JSON.stringify(body, (_name, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return Buffer.from(json);
}

/** A number too long for JavaScript has lost digits, so it does not identify one message. */
function asId(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
  return asText(value);
}

function asCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? Number(value) : undefined;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** `enqueuedTimeUtc` has no time zone and would be read as local time; `enqueuedTime` has one. */
function asTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function plainProperties(properties: unknown): MessageProperties {
  if (typeof properties !== 'object' || properties === null) return {};
  const plain = (value: unknown): value is string | number | boolean =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => (plain(value) ? [[name, value]] : [])),
  );
}

/** Senders write `traceparent` or `Diagnostic-Id`; the worker changes the first letter of a name to lower case. */
function traceparentOf(properties: MessageProperties): string | undefined {
  const found = Object.entries(properties).find(([name]) => /^(?:traceparent|diagnostic-id)$/i.test(name));
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
