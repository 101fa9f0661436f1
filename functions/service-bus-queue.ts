import type { FunctionHandler, GenericFunctionOptions } from '@azure/functions';

/** A function for every message of a queue, one at a time per invocation. */
export function serviceBusQueue(queueName: string, handler: FunctionHandler): GenericFunctionOptions {
  return {
    trigger: {
      type: 'serviceBusTrigger',
      name: 'message',
      connection: 'ServiceBusConnection',
      queueName,
      cardinality: 'one',
      // With text, the host would copy a JSON body's fields over the message's own metadata, and the worker would parse
      // and change the body. With binary, the body is unchanged and the metadata is the broker's.
      dataType: 'binary',
    },
    handler,
  };
}
