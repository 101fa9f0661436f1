import type { DecisionReading, Reading } from '../alerts/reading';
import { compact } from '../core/compact';
import { writeDetail } from '../core/detail';
import type { Issue } from '../core/outcome';
import { notProven } from '../core/rules/request-rules';
import type { Answer, FirstAnswer } from './answer';
import { retryIfTooLong } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';
import { registerRequest } from './process-request';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, publishUnread, rejectMessage } from './publish-for-message';
import { readIncoming } from './read-incoming';
import type { RequestWork } from './work';

/** Items of one batch that are processed side by side; each may have several users. */
const MAX_PARALLEL_ITEMS = 4;

/** How the items of a message are answered. */
export interface ItemAnswers<Of extends FirstAnswer> {
  readonly request: (work: RequestWork) => Promise<readonly Of[]>;
  readonly decision: (reading: DecisionReading, item: MessageItem) => Promise<readonly Of[]>;
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
  const read = await readIncoming(dependencies, sent);
  const { message, requestId } = read;
  if (read.kind === 'unread') {
    return [await publishUnread(dependencies, { message, receivedAt, requestId }, read.detail)];
  }
  const isBatch = read.readings.length > 1;
  const answers = await inParallel([...read.readings.entries()], MAX_PARALLEL_ITEMS, ([n, reading]) => {
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
  const { receivedAt, message } = item;
  const retry = retryIfTooLong(dependencies, receivedAt, message.history.attempts);
  if (retry) return [retry];
  const reject = async (requestId: string, found: readonly Issue[]): Promise<readonly Answer[]> => [
    await rejectMessage(dependencies, { ...item, requestId }, [...issues, ...found]),
  ];
  switch (reading.kind) {
    case 'rejected':
      return reject(reading.requestId ?? item.requestId, reading.issues);
    case 'nothingToDo': {
      const { format } = reading;
      const unproven = notProven({ format, receivedBy: senderOf(message) }, dependencies.policy);
      if (unproven)
        return reject(reading.requestId, [{ path: 'receivedBy', message: writeDetail(unproven) }]);
      return [await publishNothingToDo(dependencies, { ...item, requestId: reading.requestId }, reading)];
    }
    case 'decision':
      return decision(reading, item);
    case 'request': {
      const registered = await registerRequest(dependencies, message, reading, receivedAt);
      return registered.kind === 'registered'
        ? request(registered.work)
        : reject(reading.request.id, [registered.issue]);
    }
  }
}
