import type { FunctionHandler, InvocationContext } from '@azure/functions';
import { compact } from '../shared/core/compact';
import type { IncomingMessage } from '../shared/app/incoming-message';
import type { DeadLetterReason } from '../shared/app/process-dead-letter';
import type { Channel } from '../shared/messages/message-history';
import type { Processed } from '../shared/app/answer';
import { incomingMessage, onlyText } from './incoming-message';
import { logProcessed } from './log-processed';

/** Processes a dead letter. Rejects when it must be delivered again. */
export type ProcessDeadLetter = (message: IncomingMessage, reason: DeadLetterReason) => Promise<Processed>;

/** Publishes an outcome for each message that the broker moved to the dead-letter queue. */
export function reportDeadLetters(process: ProcessDeadLetter, channel: Channel): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const message = incomingMessage(body, context, channel);
    logProcessed(await process(message, reasonOf(message, context)), context);
  };
}

/**
 * The broker writes the reason into properties, whose names the worker changes to a lower-case first letter. Newer hosts
 * also put it into the metadata.
 */
function reasonOf(
  { properties = {} }: IncomingMessage,
  { triggerMetadata = {} }: InvocationContext,
): DeadLetterReason {
  const reason = triggerMetadata['deadLetterReason'] ?? properties['deadLetterReason'];
  const description =
    triggerMetadata['deadLetterErrorDescription'] ?? properties['deadLetterErrorDescription'];
  return compact({ reason: onlyText(reason), description: onlyText(description) });
}
