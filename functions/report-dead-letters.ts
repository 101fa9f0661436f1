import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { IncomingMessage } from '../shared/app/incoming-message';
import type { DeadLetterReason } from '../shared/app/process-dead-letter';
import type { Processed } from '../shared/app/answer';
import { incomingMessage } from './incoming-message';
import { logProcessed } from './log-processed';

/** What the trigger hands each dead letter to. Rejects when it must be delivered again. */
export type ProcessDeadLetter = (message: IncomingMessage, why: DeadLetterReason) => Promise<Processed>;

/** Answers what the broker gave up on, so that no request ends in silence. */
export function reportDeadLetters(process: ProcessDeadLetter): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const message = incomingMessage(body, context);
    logProcessed(await process(message, reasonOf(message, context)), context);
  };
}

/** The broker writes it into properties, whose capital the worker takes away; newer hosts show it besides. */
function reasonOf(
  { properties = {} }: IncomingMessage,
  { triggerMetadata = {} }: InvocationContext,
): DeadLetterReason {
  const reason = triggerMetadata['deadLetterReason'] ?? properties['deadLetterReason'];
  const description =
    triggerMetadata['deadLetterErrorDescription'] ?? properties['deadLetterErrorDescription'];
  return {
    ...(typeof reason === 'string' && { reason }),
    ...(typeof description === 'string' && { description }),
  };
}
