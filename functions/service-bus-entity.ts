import type { FunctionHandler, GenericFunctionOptions } from '@azure/functions';

/** A function for every message of a queue, one at a time per invocation. */
export function serviceBusQueue(queueName: string, handler: FunctionHandler): GenericFunctionOptions {
  return { trigger: trigger({ queueName }), handler };
}

/** A function for every message of a subscription of a topic, one at a time per invocation. */
export function serviceBusSubscription(
  topicName: string,
  subscriptionName: string,
  handler: FunctionHandler,
): GenericFunctionOptions {
  return { trigger: trigger({ topicName, subscriptionName }), handler };
}

type From =
  { readonly queueName: string } | { readonly topicName: string; readonly subscriptionName: string };

function trigger(from: From): GenericFunctionOptions['trigger'] {
  return {
    type: 'serviceBusTrigger',
    name: 'message',
    connection: 'ServiceBusConnection',
    ...from,
    cardinality: 'one',
    // With text, the host would copy a JSON body's fields over the message's own metadata, and the worker would parse
    // and change the body. With binary, the body is unchanged and the metadata is the broker's.
    dataType: 'binary',
  };
}
