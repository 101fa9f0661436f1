import type { ServiceBusClient } from '@azure/service-bus';

/** Outcomes on the topic's subscription `bench`. */
export interface Arrivals {
  count(): number;
  /** How many with an id of their own. */
  different(): number;
}

/** Takes outcomes as they arrive on the topic, and counts them. */
export function takeOutcomes(client: ServiceBusClient): Arrivals {
  let count = 0;
  const ids = new Set<unknown>();
  const receiver = client.createReceiver('revocation-results', 'bench', {
    receiveMode: 'receiveAndDelete',
    skipParsingBodyAsJson: true,
  });
  receiver.subscribe(
    {
      processMessage: ({ messageId, applicationProperties }) => {
        // The event of a method, and no outcome.
        if (applicationProperties?.['status'] === undefined) return Promise.resolve();
        count++;
        ids.add(messageId);
        return Promise.resolve();
      },
      processError: ({ error }) => Promise.reject(error),
    },
    { maxConcurrentCalls: 100 },
  );
  return { count: () => count, different: () => ids.size };
}
