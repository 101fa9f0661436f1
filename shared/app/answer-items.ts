import type { Issue } from '../core/outcome';
import type { Reading } from '../alerts/reading';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import { openRequest } from './open-request';
import type { RequestInProgress } from './process-user';
import { readIncoming } from './read-incoming';
import { rejectMessage } from './reject-message';
import { tellNothingToDo } from './tell-nothing-to-do';

/** Items of one batch that are worked on at a time; each may have several users. */
const ITEMS_AT_A_TIME = 4;

/** How requests are answered, and what is to be said besides of what is rejected. */
export interface Answering {
  readonly process: (inProgress: RequestInProgress) => Promise<readonly Ending[]>;
  /** Absent: what is decided on requests that wait is rejected. */
  readonly decide?: (
    reading: Extract<Reading, { kind: 'decision' }>,
    receivedAt: Date,
  ) => Promise<readonly Ending[]>;
  readonly besides?: readonly Issue[];
}

/** Reads a message and answers each of its items: by its users' outcomes, or by one as a whole. */
export async function answerItems(
  dependencies: Dependencies,
  message: IncomingMessage,
  answering: Answering,
): Promise<readonly Ending[]> {
  const receivedAt = dependencies.clock.now();
  const { requestId, readings } = await readIncoming(dependencies, message);
  const isBatch = readings.length > 1;
  const endings = await inParallel([...readings.entries()], ITEMS_AT_A_TIME, ([item, reading]) =>
    answerItem(
      dependencies,
      { message, receivedAt, requestId, ...(isBatch && { item }) },
      reading,
      answering,
    ),
  );
  return endings.flat();
}

interface Item {
  readonly message: IncomingMessage;
  readonly receivedAt: Date;
  readonly requestId: string;
  readonly item?: number;
}

async function answerItem(
  dependencies: Dependencies,
  { message, ...item }: Item,
  reading: Reading,
  { process, decide, besides = [] }: Answering,
): Promise<readonly Ending[]> {
  const reject = async (why: Partial<Item> & { readonly issues: readonly Issue[] }): Promise<Ending[]> => [
    await rejectMessage(dependencies, message, { ...item, ...why, issues: [...besides, ...why.issues] }),
  ];
  switch (reading.kind) {
    case 'rejected':
      return reject(reading);
    case 'nothingToDo':
      return [await tellNothingToDo(dependencies, message, reading, item.receivedAt)];
    case 'decision':
      return decide ? decide(reading, item.receivedAt) : reject({ issues: [] });
    case 'request': {
      const opened = await openRequest(dependencies, message, reading.request, item.receivedAt);
      return opened.kind === 'opened'
        ? process(opened.inProgress)
        : reject({ requestId: reading.request.id, issues: [opened.issue] });
    }
  }
}
