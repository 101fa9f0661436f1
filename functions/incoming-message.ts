import type { InvocationContext } from '@azure/functions';
import type { BrokerProperties } from '../shared/messages/message-history';
import { readHistory } from '../shared/messages/message-history';
import type { MessageProperties } from '../shared/ports/request-queue';
import type { IncomingMessage } from '../shared/app/incoming-message';

/**
 * A Service Bus message out of an invocation. The worker parses metadata as JSON where it can, so an id may
 * arrive as a number or a boolean, and nothing is sure to be there.
 */
export function incomingMessage(body: unknown, context: InvocationContext): IncomingMessage {
  const metadata = context.triggerMetadata ?? {};
  const contentType = metadata['contentType'];
  const properties = plainProperties(metadata['applicationProperties']);
  const traceparent = traceparentOf(properties) ?? context.traceContext?.traceParent;
  return {
    body: asBytes(body),
    history: readHistory(brokerPropertiesOf(metadata), properties),
    properties,
    ...(typeof contentType === 'string' && { contentType }),
    ...(typeof traceparent === 'string' && { traceparent }),
  };
}

function brokerPropertiesOf(metadata: Readonly<Record<string, unknown>>): BrokerProperties {
  const messageId = asId(metadata['messageId']);
  const sequenceNumber = asText(metadata['sequenceNumber']);
  const enqueuedAt = asTime(metadata['enqueuedTime'] ?? metadata['enqueuedTimeUtc']);
  return {
    ...(messageId !== undefined && { messageId }),
    ...(sequenceNumber !== undefined && { sequenceNumber }),
    ...(enqueuedAt !== undefined && { enqueuedAt }),
  };
}

/** Bytes, as registered for; a host that knows no binary bodies may still hand over text or its meaning. */
function asBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (typeof body === 'string') return Buffer.from(body);
  return body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body));
}

/** A number too long for JavaScript has lost digits, so it no longer tells one message from another. */
function asId(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
  return asText(value);
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** `enqueuedTimeUtc` has no zone and would be read as local time; `enqueuedTime` has one. */
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

/** Senders write `traceparent`, or `Diagnostic-Id`, whose capital the worker has taken away. */
function traceparentOf(properties: MessageProperties): string | undefined {
  const found = Object.entries(properties).find(([name]) => /^(?:traceparent|diagnostic-id)$/i.test(name));
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
