import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { IncomingMessage } from '../shared/app/incoming-message';
import { compact } from '../shared/core/compact';
import type { Processed } from '../shared/app/answer';
import { incomingMessage } from './incoming-message';
import { logProcessed } from './log-processed';
import type { TriggeringQueue } from './triggering-queues';

/** Processes a message. Rejects when the message must be delivered again. */
export type ProcessMessage = (message: IncomingMessage) => Promise<Processed>;

/** Returning completes the message; throwing returns it to the broker, which delivers it again. */
export function revokeSessions(
  process: ProcessMessage,
  { channel, lane }: Pick<TriggeringQueue, 'channel' | 'lane'>,
): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const message = compact({ ...incomingMessage(body, context, channel), lane });
    logProcessed(await process(message), context);
  };
}
