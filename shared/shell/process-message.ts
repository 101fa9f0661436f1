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

/** A message as it is worked on. */
interface Work extends IncomingMessage, OriginalMessage {
  readonly receivedAt: Date;
}

async function answer(dependencies: Dependencies, message: IncomingMessage): Promise<readonly Outcome[]> {
  const requestId = fallbackId(message.body, message);
  const reading = readMessage(message.body, { fallbackId: requestId });
  const key = messageKey(message.body, message);
  const work = { ...message, key, receivedAt: dependencies.clock.now() };
  switch (reading.kind) {
    case 'rejected':
      return rejectMessage(dependencies, work, { requestId, ...reading });
    case 'request':
      return processRequest(dependencies, work, reading.request);
  }
}

async function rejectMessage(
  dependencies: Dependencies,
  work: Work,
  { requestId, issues }: { readonly requestId: string; readonly issues: readonly Issue[] },
): Promise<readonly Outcome[]> {
  const { policy, clock, rejectedMessages } = dependencies;
  const { tenantId, mode } = policy;
  const { key, receivedAt } = work;
  const stopwatch = startStopwatch(clock);
  const completedAt = clock.now();
  const outcome = reject({ messageKey: key, requestId, tenantId, mode, issues, receivedAt, completedAt });
  await rejectedMessages.keep(work, outcome);
  await publishOutcome(dependencies, outcome, stopwatch, work.traceparent);
  return [outcome];
}

async function processRequest(
  dependencies: Dependencies,
  work: Work,
  request: RevocationRequest,
): Promise<readonly Outcome[]> {
  const { receivedAt, traceparent } = work;
  const taken = new Map<string, string>();
  const inProgress = { request, receivedAt, taken, ...(traceparent !== undefined && { traceparent }) };
  const outcomes = await inParallel(request.users, USERS_AT_A_TIME, (reference) =>
    processUser(dependencies, inProgress, reference),
  );
  const settlement = settle(outcomes);
  if (settlement.kind === 'reject') await dependencies.rejectedMessages.keep(work, settlement.because);
  return outcomes;
}
