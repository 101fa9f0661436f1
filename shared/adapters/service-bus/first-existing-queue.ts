import type { Clock } from '../../ports/clock';
import type { RequestQueue } from '../../ports/request-queue';
import { isMissingEntity } from './missing-entity';

/** How long, in ms, a queue that does not exist is done without before it is tried again. */
const TRY_AGAIN_AFTER_MS = 60_000;

/**
 * The first of the queues that the environment has, in their order, or else the last resort. What goes to another queue
 * than the first is not lost, but may lose trust: properties are believed only on queues to which only the app sends.
 */
export function firstExistingQueue(
  queues: readonly RequestQueue[],
  lastResort: RequestQueue,
  clock: Pick<Clock, 'monotonicMs'>,
): RequestQueue {
  const missingUntil = new Map<RequestQueue, number>();
  const through = async (send: (queue: RequestQueue) => Promise<void>): Promise<void> => {
    for (const queue of queues) {
      if ((missingUntil.get(queue) ?? 0) > clock.monotonicMs()) continue;
      try {
        await send(queue);
        return;
      } catch (failure) {
        if (!isMissing(failure)) throw failure;
        missingUntil.set(queue, clock.monotonicMs() + TRY_AGAIN_AFTER_MS);
      }
    }
    await send(lastResort);
  };
  return {
    send: (message, at) => through((queue) => queue.send(message, at)),
    schedule: (original, at) => through((queue) => queue.schedule(original, at)),
  };
}

function isMissing(failure: unknown): boolean {
  return isMissingEntity(failure instanceof Error ? failure.cause : undefined);
}
