import type { InvocationContext } from '@azure/functions';
import { compact } from '../shared/core/compact';
import type { IncomingMessage } from '../shared/app/incoming-message';
import { bodyBytes } from '../shared/messages/body-bytes';
import { unparsedId } from '../shared/messages/broker-id';
import type { BrokerProperties, Channel } from '../shared/messages/message-history';
import { readHistory } from '../shared/messages/message-history';
import { plainProperties } from '../shared/messages/plain-properties';
import { traceParentIn, traceParentOf } from '../shared/messages/trace-parent';
import { WRITTEN_MESSAGE_ID } from './written-message-id';

/**
 * Reads a Service Bus message from an invocation. The worker parses metadata as JSON where it can, so that only the
 * messageId as it was written is certain. Any of the metadata may be absent.
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
  return compact({
    // The function is registered for bytes, which are those of a data section.
    body: bodyBytes(body),
    history: readHistory(brokerPropertiesOf(metadata), properties, channel),
    properties,
    contentType: onlyText(metadata['contentType']),
    // The host joins only a `Diagnostic-Id`, and only with Application Insights: so the properties are read first.
    traceparent: traceParentIn(properties) ?? traceParentOf(context.traceContext?.traceParent),
    deliveryCount: deliveryCountOf(context),
  });
}

/** How often the broker has delivered the message, this time included; undefined where the metadata does not say. */
export function deliveryCountOf(context: InvocationContext): number | undefined {
  return asCount(context.triggerMetadata?.['deliveryCount']);
}

function brokerPropertiesOf(metadata: Readonly<Record<string, unknown>>): BrokerProperties {
  return compact({
    messageId: onlyText(metadata[WRITTEN_MESSAGE_ID]) ?? unparsedId(metadata['messageId']),
    sequenceNumber: asText(metadata['sequenceNumber']),
    enqueuedAt: asTime(metadata['enqueuedTime'] ?? metadata['enqueuedTimeUtc']),
  });
}

function onlyText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? Number(value) : undefined;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** `enqueuedTimeUtc` has no time zone and would be read as local time; `enqueuedTime` has one. */
function asTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
