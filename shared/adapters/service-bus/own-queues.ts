import type { ServiceBusClient } from '@azure/service-bus';
import type { Entities } from '../../config/config';
import { NOTIFY_QUEUE } from '../../config/notify-queue';
import { compact } from '../../core/compact';
import type { Clock } from '../../ports/clock';
import type { OriginalStore } from '../../ports/original-store';
import type { RequestQueue } from '../../ports/request-queue';
import { firstExistingQueue } from './first-existing-queue';
import { serviceBusRequestQueue } from './service-bus-request-queue';

/** The queues to which the app itself sends. */
export interface OwnQueues {
  readonly intakeQueue: RequestQueue;
  readonly waitsQueue: RequestQueue;
  readonly urgentQueue?: RequestQueue;
  /** The request queue itself, to which everybody sends: what it carries is not believed. */
  readonly replayQueue: RequestQueue;
  /** The one of events that are brought again to those who are notified; it is there where somebody is. */
  readonly notifyQueue: RequestQueue;
}

/**
 * The queues to which the app itself sends: what came over HTTP, and its own messages that wait. Where the environment
 * lacks one of them the other serves, and where it lacks both, the request queue. The urgent queue is undefined where the environment is
 * set up without it; where it only does not exist, the intake queue serves.
 */
export function ownQueues(
  client: ServiceBusClient,
  { requestQueue, intakeQueue, waitsQueue, urgentQueue }: Omit<Entities, 'resultsTopic' | 'rejectedQueue'>,
  clock: Pick<Clock, 'monotonicMs'>,
  originals?: OriginalStore,
): OwnQueues {
  const named = (name: string): RequestQueue => serviceBusRequestQueue(client.createSender(name), originals);
  const optional = (name?: string): readonly RequestQueue[] => (name === undefined ? [] : [named(name)]);
  const [intake, waits, requests] = [optional(intakeQueue), optional(waitsQueue), named(requestQueue)];
  const received = firstExistingQueue([...intake, ...waits], requests, clock);
  return compact({
    intakeQueue: received,
    replayQueue: requests,
    notifyQueue: named(NOTIFY_QUEUE),
    waitsQueue: firstExistingQueue([...waits, ...intake], requests, clock),
    urgentQueue:
      urgentQueue === undefined ? undefined : firstExistingQueue([named(urgentQueue)], received, clock),
  });
}
