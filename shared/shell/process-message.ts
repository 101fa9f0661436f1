import type { Issue, Outcome } from '../core/outcome';
import { reject } from '../core/reject';
import type { RevocationRequest } from '../core/request';
import { settle } from '../core/settle';
import type { Envelope } from '../intake/message-identity';
import { fallbackId, messageKey } from '../intake/message-identity';
import { readMessage } from '../intake/read-message';
import type { OriginalMessage } from '../ports';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { processUser } from './process-user';
import { publishOutcome } from './publish-outcome';
import { startStopwatch } from './stopwatch';

/** Users of one message that are worked on at a time: enough to hide Graph's latency, and no burst. */
const USERS_AT_A_TIME = 8;

/** A message from the queue, with what the broker and the host say of it. */
export interface IncomingMessage extends Envelope {
  readonly body: Uint8Array;
  readonly contentType?: string;
  /** W3C Trace Context of the message, or else of the invocation. */
  readonly traceparent?: string;
}

/**
 * Answers one message: every user it names gets exactly one outcome on the topic, a message that cannot be
 * read gets one as a whole. Once it resolves the message may be completed.
 *
 * @throws when an outcome could not be published or an original could not be kept: the message must be
 * delivered again.
 */
export async function processMessage(
  dependencies: Dependencies,
  message: IncomingMessage,
): Promise<readonly Outcome[]> {
  try {
    return await answer(dependencies, message);
  } catch (failure) {
    const { traceparent } = message;
    dependencies.telemetry.record({
      kind: 'deliveryFailed',
      // The name alone: messages of errors may quote what they choked on.
      error: failure instanceof Error ? failure.name : 'unknown',
      ...(traceparent !== undefined && { traceparent }),
    });
    throw failure;
  }
}

async function answer(dependencies: Dependencies, message: IncomingMessage): Promise<readonly Outcome[]> {
  const receivedAt = dependencies.clock.now();
  const requestId = fallbackId(message.body, message);
  const reading = readMessage(message.body, { fallbackId: requestId });
  switch (reading.kind) {
    case 'rejected':
      return rejectMessage(dependencies, message, { requestId, receivedAt, ...reading });
    case 'request':
      return processRequest(dependencies, message, reading.request, receivedAt);
  }
}

async function rejectMessage(
  dependencies: Dependencies,
  message: IncomingMessage,
  why: { readonly requestId: string; readonly issues: readonly Issue[]; readonly receivedAt: Date },
): Promise<readonly Outcome[]> {
  const { policy, clock, rejectedMessages } = dependencies;
  const { tenantId, mode } = policy;
  const { requestId, issues, receivedAt } = why;
  const stopwatch = startStopwatch(clock);
  const original = originalOf(message);
  const outcome = reject({
    messageKey: original.key,
    requestId,
    tenantId,
    mode,
    issues,
    receivedAt,
    completedAt: clock.now(),
  });
  await rejectedMessages.keep(original, outcome);
  await publishOutcome(dependencies, outcome, stopwatch, message.traceparent);
  return [outcome];
}

async function processRequest(
  dependencies: Dependencies,
  message: IncomingMessage,
  request: RevocationRequest,
  receivedAt: Date,
): Promise<readonly Outcome[]> {
  const { traceparent } = message;
  const taken = new Map<string, string>();
  const inProgress = { request, receivedAt, taken, ...(traceparent !== undefined && { traceparent }) };
  const outcomes = await inParallel(request.users, USERS_AT_A_TIME, (reference) =>
    processUser(dependencies, inProgress, reference),
  );
  const settlement = settle(outcomes);
  if (settlement.kind === 'reject') {
    await dependencies.rejectedMessages.keep(originalOf(message), settlement.because);
  }
  return outcomes;
}

function originalOf(message: IncomingMessage): OriginalMessage {
  return { ...message, key: messageKey(message.body, message) };
}
