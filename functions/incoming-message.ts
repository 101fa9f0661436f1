import type { InvocationContext } from '@azure/functions';
import type { IncomingMessage } from '../shared/shell/process-message';

/**
 * A Service Bus message out of an invocation. The worker parses metadata as JSON where it can, so an id may
 * arrive as a number or a boolean, and nothing is sure to be there.
 */
export function incomingMessage(body: unknown, context: InvocationContext): IncomingMessage {
  const metadata = context.triggerMetadata ?? {};
  const messageId = asId(metadata['messageId']);
  const contentType = metadata['contentType'];
  const sequenceNumber = asText(metadata['sequenceNumber']);
  // `enqueuedTimeUtc` has no zone; `enqueuedTime` has one.
  const enqueuedAt = asText(metadata['enqueuedTime'] ?? metadata['enqueuedTimeUtc']);
  const traceparent = traceparentOf(metadata['applicationProperties']) ?? context.traceContext?.traceParent;
  return {
    body: asBytes(body),
    ...(messageId !== undefined && { messageId }),
    ...(typeof contentType === 'string' && { contentType }),
    ...(sequenceNumber !== undefined && { sequenceNumber }),
    ...(enqueuedAt !== undefined && { enqueuedAt }),
    ...(typeof traceparent === 'string' && { traceparent }),
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

/** Senders write `traceparent`, or `Diagnostic-Id`, whose capital the worker has taken away. */
function traceparentOf(properties: unknown): string | undefined {
  if (typeof properties !== 'object' || properties === null) return undefined;
  const found = Object.entries(properties).find(([name]) => /^(?:traceparent|diagnostic-id)$/i.test(name));
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
