import type { RequestQueue } from '../ports/request-queue';

/**
 * The queue that takes decisions: the urgent one, so that an approval does not wait behind a mass lockout, and whatever keeps it from
 * there, the request queue. A decision that reaches both is one: it has one id.
 */
export function decisionQueue(
  urgent: Pick<RequestQueue, 'send'>,
  requests: Pick<RequestQueue, 'send'>,
): Pick<RequestQueue, 'send'> {
  return {
    send: async (message, at) => {
      try {
        await urgent.send(message, at);
      } catch {
        await requests.send(message, at);
      }
    },
  };
}
