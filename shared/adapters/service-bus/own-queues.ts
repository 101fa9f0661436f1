import type { ServiceBusClient } from '@azure/service-bus';
import type { Entities } from '../../config/config';
import type { Clock } from '../../ports/clock';
import type { OriginalStore } from '../../ports/original-store';
import type { RequestQueue } from '../../ports/request-queue';
import { firstExistingQueue } from './first-existing-queue';
import { serviceBusRequestQueue } from './service-bus-request-queue';

/**
 * The queues to which the app itself sends: what came over HTTP, and its own messages that wait. Where the environment
 * lacks one of them the other serves, and where it lacks both, the request queue.
 */
export function ownQueues(
  client: ServiceBusClient,
  { requestQueue, intakeQueue, waitsQueue }: Pick<Entities, 'requestQueue' | 'intakeQueue' | 'waitsQueue'>,
  clock: Pick<Clock, 'monotonicMs'>,
  originals?: OriginalStore,
): { readonly intakeQueue: RequestQueue; readonly waitsQueue: RequestQueue } {
  const named = (name: string): RequestQueue => serviceBusRequestQueue(client.createSender(name), originals);
  const optional = (name?: string): readonly RequestQueue[] => (name === undefined ? [] : [named(name)]);
  const [intake, waits, requests] = [optional(intakeQueue), optional(waitsQueue), named(requestQueue)];
  return {
    intakeQueue: firstExistingQueue([...intake, ...waits], requests, clock),
    waitsQueue: firstExistingQueue([...waits, ...intake], requests, clock),
  };
}
