import type { DecisionReading, Reading } from '../alerts/reading';
import { compact } from '../core/compact';
import type { Issue } from '../core/outcome';
import { Unavailable } from '../ports/unavailable';
import type { Answer, FirstAnswer, Processed, Retry } from './answer';
import { writeDetail } from '../core/detail';
import { notProven } from '../core/rules/request-rules';
import { earliest, publishedOf, retryWhenAvailable } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';
import { keepIfNotDone } from './keep-original';
import { lookAgain } from './look-again';
import { processDecision } from './process-decision';
import { processRequest, registerRequest } from './process-request';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, rejectMessage } from './publish-for-message';
import { readIncoming } from './read-incoming';
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
  sent: IncomingMessage,
  how: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  const receivedAt = dependencies.clock.now();
  const { message, requestId, readings } = await readIncoming(dependencies, sent);
  const isBatch = readings.length > 1;
  const answers = await inParallel([...readings.entries()], MAX_PARALLEL_ITEMS, ([n, reading]) => {
    const item = isBatch ? n : undefined;
    return answerItem(dependencies, compact({ message, receivedAt, requestId, item }), reading, how);
  });
  return answers.flat();
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
    case 'nothingToDo': {
      const { format } = reading;
      const unproven = notProven({ format, receivedBy: senderOf(item.message) }, dependencies.policy);
      if (unproven)
        return reject(reading.requestId, [{ path: 'receivedBy', message: writeDetail(unproven) }]);
      return [await publishNothingToDo(dependencies, { ...item, requestId: reading.requestId }, reading)];
    }
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
