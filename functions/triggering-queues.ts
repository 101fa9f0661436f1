import type { Entities } from '../shared/config/config';
import type { Channel } from '../shared/messages/message-history';

/** A queue from which the app takes messages, its function, and who may send to it. */
export interface TriggeringQueue {
  readonly name: string;
  readonly queue: string;
  readonly channel: Channel;
  /** Set for the queue of requests that may be urgent. */
  readonly lane?: 'urgent';
}

/** The queues from which the app takes messages; the environment may lack those of the app itself. */
export function triggeringQueues({
  requestQueue,
  intakeQueue,
  waitsQueue,
  urgentQueue,
}: Entities): readonly TriggeringQueue[] {
  const queues = [
    { name: 'revokeSessions', queue: requestQueue, channel: 'open' },
    { name: 'revokeReceived', queue: intakeQueue, channel: 'own' },
    { name: 'resumeWaiting', queue: waitsQueue, channel: 'own' },
    { name: 'revokeUrgent', queue: urgentQueue, channel: 'open', lane: 'urgent' },
  ] as const;
  return queues.flatMap(({ queue, ...rest }) => (queue === undefined ? [] : [{ ...rest, queue }]));
}
