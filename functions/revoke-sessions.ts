import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { IncomingMessage } from '../shared/app/incoming-message';
import type { Channel } from '../shared/messages/message-history';
import type { Processed } from '../shared/app/answer';
import { incomingMessage } from './incoming-message';
import { logProcessed } from './log-processed';

/** Processes a message. Rejects when the message must be delivered again. */
export type ProcessMessage = (message: IncomingMessage) => Promise<Processed>;

/** Returning completes the message; throwing returns it to the broker, which delivers it again. */
export function revokeSessions(process: ProcessMessage, channel: Channel): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    logProcessed(await process(incomingMessage(body, context, channel)), context);
  };
}
