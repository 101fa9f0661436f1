import type { FunctionHandler, GenericFunctionOptions, InvocationContext } from '@azure/functions';
import type { Outcome } from '../shared/core/outcome';
import type { IncomingMessage } from '../shared/shell/process-message';
import { incomingMessage } from './incoming-message';

/** What the trigger hands each message to. Rejects when the message must be delivered again. */
export type ProcessMessage = (message: IncomingMessage) => Promise<readonly Outcome[]>;

/** The trigger's registration: every message of the request queue, one at a time per invocation. */
export function revokeSessions(requestQueue: string, process: ProcessMessage): GenericFunctionOptions {
  return {
    trigger: {
      type: 'serviceBusTrigger',
      name: 'message',
      connection: 'ServiceBusConnection',
      queueName: requestQueue,
      cardinality: 'one',
      // As text, the host would copy a JSON body's fields over the message's own metadata, and the worker
      // would parse and re-shape it. As binary, the exact bytes arrive and the metadata is the broker's.
      dataType: 'binary',
    },
    handler: revokeSessionsHandler(process),
  };
}

/** Returning completes the message; throwing gives it back to the broker, which delivers it again. */
export function revokeSessionsHandler(process: ProcessMessage): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const outcomes = await process(incomingMessage(body, context));
    for (const outcome of outcomes) context.info(logLine(outcome));
  };
}

/** Ids only: what senders write and who the users are belongs on the topic, not into a log. */
function logLine({ status, predicted, mode, user, id }: Outcome): string {
  const ending = predicted === undefined ? status : `${status} (${predicted})`;
  return `${ending} mode=${mode} user=${user?.id ?? 'unknown'} outcome=${id}`;
}
