import { eventTypeIn } from '../messages/binary-event';
import { plainBody } from '../alerts/plain-body';
import type { DecisionReading, Reading } from '../alerts/reading';
import { readMessage } from '../alerts/read-message';
import { compact } from '../core/compact';
import { fallbackRequestId, tokenRequestId } from '../core/ids';
import type { Issue } from '../core/outcome';
import { tokenIn } from '../messages/security-event-token';
import { Unavailable } from '../ports/unavailable';
import type { Answer, FirstAnswer, Processed, Retry } from './answer';
import { earliest, publishedOf, retryWhenAvailable } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import { keepIfNotDone } from './keep-original';
import { lookAgain } from './look-again';
import { processDecision } from './process-decision';
import { processRequest, registerRequest } from './process-request';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, rejectMessage } from './publish-for-message';
import { scheduleRetry } from './schedule-retry';
import type { RequestWork } from './work';

/** Items of one batch that are processed side by side; each may have several users. */
const MAX_PARALLEL_ITEMS = 4;

/**
 * Answers one message: every user it names gets exactly one outcome on the topic, and a message that cannot be read gets
 * one as a whole. What cannot be done now is scheduled. Once it resolves the message may be completed.
 *
 * @throws when the message could not even be scheduled, or an invariant is broken: the broker redelivers it
 */
export async function processMessage(
  dependencies: Dependencies,
  message: IncomingMessage,
): Promise<Processed> {
  try {
    return await answerAndSettle(dependencies, message);
  } catch (failure) {
    // The name alone: the message of an error may quote personal data.
    const error = failure instanceof Error ? failure.name : 'unknown';
    const { traceparent } = message;
    dependencies.telemetry.record(compact({ kind: 'deliveryFailed' as const, error, traceparent }));
    throw failure;
  }
}

async function answerAndSettle(dependencies: Dependencies, message: IncomingMessage): Promise<Processed> {
  let answers: readonly Answer[] = [];
  const retries: Retry[] = [];
  try {
    const first = await answerItems<FirstAnswer>(dependencies, message, {
      request: (work) => processRequest(dependencies, work),
      decision: (reading, item) => processDecision(dependencies, item, reading),
    });
    answers = await lookAgain(dependencies, first);
    retries.push(...answers.filter((answer) => answer.kind === 'retry'));
    if (retries.length === 0) await keepIfNotDone(dependencies, message, publishedOf(answers));
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    retries.push(retryWhenAvailable(failure, message.history.attempts, dependencies));
  }
  const published = publishedOf(answers);
  const retry = earliest(retries);
  if (!retry) return { published };
  await scheduleRetry(dependencies, message, retry);
  return { published, retry };
}

/** How the items of a message are answered. */
export interface ItemAnswers<Of extends FirstAnswer> {
  readonly request: (work: RequestWork) => Promise<readonly Of[]>;
  /** Absent: a decision is rejected. */
  readonly decision?: (reading: DecisionReading, item: MessageItem) => Promise<readonly Of[]>;
  /** Issues that every rejection names first. */
  readonly issues?: readonly Issue[];
}

/** Reads a message, and answers each of its items: by its users' outcomes, or by one outcome as a whole. */
export async function answerItems<Of extends FirstAnswer>(
  dependencies: Dependencies,
  message: IncomingMessage,
  how: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  const receivedAt = dependencies.clock.now();
  const { requestId, readings } = await read(dependencies, message);
  const isBatch = readings.length > 1;
  const answers = await inParallel([...readings.entries()], MAX_PARALLEL_ITEMS, ([n, reading]) => {
    const item = isBatch ? n : undefined;
    return answerItem(dependencies, compact({ message, receivedAt, requestId, item }), reading, how);
  });
  return answers.flat();
}

/** Reads a message. A security event token is verified first: who may send to the queue may not speak for an issuer. */
async function read(
  { tokenVerifier, formats, decompress, policy: { tenantId } }: Dependencies,
  { body, history, contentType, properties }: IncomingMessage,
): Promise<{ readonly requestId: string; readonly readings: readonly Reading[] }> {
  const fallbackId = fallbackRequestId(body, history);
  const plain = plainBody(body, properties, decompress);
  if (plain.kind === 'rejected') return { requestId: fallbackId, readings: [plain] };
  const token = tokenIn(plain.bytes, contentType);
  if (token === undefined) {
    const eventType = eventTypeIn(properties);
    const readings = readMessage(plain.bytes, { fallbackId, formats, tenantId, decompress, eventType });
    return { requestId: fallbackId, readings };
  }
  const verdict = await tokenVerifier.verify(token);
  if (verdict.kind === 'refused') {
    const message = `is a security event token that is not trusted (${verdict.error}): ${verdict.detail}`;
    return { requestId: fallbackId, readings: [{ kind: 'rejected', issues: [{ path: '$', message }] }] };
  }
  const requestId = tokenRequestId(verdict);
  const claims = new TextEncoder().encode(JSON.stringify(verdict.claims));
  // An added format must not make a trusted token ambiguous; one in the place of a built-in format counts.
  const replacing = formats.filter(({ replaces }) => replaces !== undefined);
  return {
    requestId,
    readings: readMessage(claims, { fallbackId: requestId, formats: replacing, tenantId }),
  };
}

async function answerItem<Of extends FirstAnswer>(
  dependencies: Dependencies,
  item: MessageItem,
  reading: Reading,
  { request, decision, issues = [] }: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  const reject = async (requestId: string, found: readonly Issue[]): Promise<readonly Answer[]> => [
    await rejectMessage(dependencies, { ...item, requestId }, [...issues, ...found]),
  ];
  switch (reading.kind) {
    case 'rejected':
      return reject(reading.requestId ?? item.requestId, reading.issues);
    case 'nothingToDo':
      return [await publishNothingToDo(dependencies, { ...item, requestId: reading.requestId }, reading)];
    case 'decision':
      return decision ? decision(reading, item) : reject(item.requestId, []);
    case 'request': {
      const { message, receivedAt } = item;
      const registered = await registerRequest(dependencies, message, reading, receivedAt);
      return registered.kind === 'registered'
        ? request(registered.work)
        : reject(reading.request.id, [registered.issue]);
    }
  }
}
