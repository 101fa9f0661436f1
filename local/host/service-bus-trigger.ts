import { randomUUID } from 'node:crypto';
import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { Binding, CoreApi, CoreContext, RegisteredFunction, TypedData } from './core-api';
import type { Invocations } from './invocations';
import { keepLocked } from './lock-renewal';
import { settleInTurn } from './settle-in-turn';

export interface TriggerOptions {
  readonly maxConcurrentCalls: number;
  readonly maxAutoLockRenewalDurationInMs: number;
  readonly invocations: Invocations;
  readonly log: (level: string, message: string) => void;
}

/** Receives messages for a function, as the Service Bus extension does. Returns a function that stops it. */
export function startServiceBusTrigger(
  client: ServiceBusClient,
  api: CoreApi,
  triggered: RegisteredFunction,
  options: TriggerOptions,
): () => Promise<void> {
  const trigger = triggerOf(triggered);
  const receiver = receiverOf(client, trigger.binding);
  const settled = settleInTurn();
  const renewal = {
    maxMs: options.maxAutoLockRenewalDurationInMs,
    onError: (error: unknown) => options.log('warning', `${triggered.metadata.name}: ${String(error)}`),
  };
  const run = async (message: ServiceBusReceivedMessage): Promise<void> => {
    const stopRenewal = keepLocked(receiver, message, renewal);
    try {
      await api.invoke(invocationOf(triggered, trigger, message, options), triggered.callback);
    } catch (error) {
      options.log(
        'error',
        `${triggered.metadata.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      await settled('abandon', () => receiver.abandonMessage(message));
      return;
    } finally {
      stopRenewal();
    }
    await settled('complete', () => receiver.completeMessage(message));
  };
  const subscription = receiver.subscribe(
    {
      processMessage: (message) => options.invocations.count(run(message)),
      processError: (args) => {
        options.log('warning', `${triggered.metadata.name}: ${args.errorSource}: ${args.error.message}`);
        return Promise.resolve();
      },
    },
    { maxConcurrentCalls: options.maxConcurrentCalls, autoCompleteMessages: false },
  );
  // The receiver stays open: invocations in progress still settle their messages.
  return () => subscription.close();
}

function receiverOf(
  client: ServiceBusClient,
  { queueName = '', topicName, subscriptionName = '' }: Binding,
): ServiceBusReceiver {
  const options = { maxAutoLockRenewalDurationInMs: 0, skipParsingBodyAsJson: true };
  return topicName === undefined
    ? client.createReceiver(queueName, options)
    : client.createReceiver(topicName, subscriptionName, options);
}

interface Trigger {
  readonly name: string;
  readonly binding: Binding;
}

function triggerOf({ metadata }: RegisteredFunction): Trigger {
  const found = Object.entries(metadata.bindings).find(([, { type }]) => type === 'serviceBusTrigger');
  if (!found) throw new Error(`${metadata.name} has no Service Bus trigger.`);
  return { name: found[0], binding: found[1] };
}

function invocationOf(
  { metadata }: RegisteredFunction,
  { name: bindingName, binding: { dataType } }: Trigger,
  message: ServiceBusReceivedMessage,
  { log }: TriggerOptions,
): CoreContext {
  const isBinary = dataType === 'binary';
  const { bodyType } = message._rawAmqpMessage;
  if (isBinary && bodyType !== undefined && bodyType !== 'data') {
    throw new Error(`${bodyType} is not a supported AMQP body type for this property.`);
  }
  const body = bytesOf(message.body);
  return {
    invocationId: randomUUID(),
    metadata,
    state: 'invocation',
    request: {
      inputData: [
        { name: bindingName, data: isBinary ? { bytes: body } : { string: body.toString('utf8') } },
      ],
      triggerMetadata: { ...metadataOf(message), ...(isBinary ? {} : bodyFields(body)) },
      traceContext: { traceParent: traceParentOf(message), traceState: '', attributes: {} },
    },
    log: (level, category, text) => {
      if (category === 'user') log(level, `${metadata.name}: ${text}`);
    },
  };
}

/** Omits absent values; text is passed as text, every other value as JSON. */
function metadataOf(message: ServiceBusReceivedMessage): Record<string, TypedData> {
  const values: Record<string, unknown> = {
    MessageId: message.messageId,
    CorrelationId: message.correlationId,
    Subject: message.subject,
    ContentType: message.contentType,
    DeliveryCount: (message.deliveryCount ?? 0) + 1,
    SequenceNumber: message.sequenceNumber?.toNumber(),
    ApplicationProperties: message.applicationProperties ?? {},
  };
  const enqueuedAt = message.enqueuedTimeUtc?.toISOString();
  const times = enqueuedAt && {
    EnqueuedTimeUtc: { json: JSON.stringify(enqueuedAt.replace('Z', '')) },
    EnqueuedTime: { json: JSON.stringify(enqueuedAt.replace('Z', '+00:00')) },
  };
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return { ...Object.fromEntries(present.map(([name, value]) => [name, typedData(value)])), ...times };
}

function typedData(value: unknown): TypedData {
  return typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) };
}

/** The fields of a text body that is a JSON object overwrite the metadata, as in the real host. */
function bodyFields(body: Buffer): Record<string, TypedData> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, typedData(field)]));
  } catch {
    return {};
  }
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/**
 * With Application Insights on, the invocation is a new span in the trace of the message's `Diagnostic-Id`, or in a new
 * trace. Otherwise there is none, and the worker gets an empty text.
 */
function traceParentOf({ applicationProperties = {} }: ServiceBusReceivedMessage): string {
  if (!process.env['APPLICATIONINSIGHTS_CONNECTION_STRING']) return '';
  const sent = applicationProperties['Diagnostic-Id'];
  const traceId = /^00-([\da-f]{32})-/.exec(String(sent))?.[1] ?? randomHex(32);
  return `00-${traceId}-${randomHex(16)}-01`;
}

function randomHex(digits: number): string {
  return randomUUID().replaceAll('-', '').slice(0, digits);
}
