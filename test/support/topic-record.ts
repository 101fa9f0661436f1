import type { ServiceBusClient } from '@azure/service-bus';
import type { Result } from '../../shared/messages/result-schema';
import { resultSchema } from '../../shared/messages/result-schema';

/** Everything that came on a subscription, copies included. */
export interface TopicRecord {
  /** The bodies of each outcome, by its id. */
  readonly copies: ReadonlyMap<string, readonly Buffer[]>;
  /** Outcomes of a request, each once. */
  resultsOf(requestId: string): Result[];
  /** How many different outcomes have come. */
  count(): number;
  stop(): Promise<void>;
}

/** Takes and completes every message of a subscription from now on. */
export function recordTopic(client: ServiceBusClient, topic: string, subscription: string): TopicRecord {
  const copies = new Map<string, Buffer[]>();
  const results: Result[] = [];
  const receiver = client.createReceiver(topic, subscription, { skipParsingBodyAsJson: true });
  receiver.subscribe({
    processMessage: (message) => {
      const body = message.body as Buffer;
      const result = resultSchema.parse(JSON.parse(body.toString()));
      const known = copies.get(result.id);
      if (known) known.push(body);
      else {
        copies.set(result.id, [body]);
        results.push(result);
      }
      return Promise.resolve();
    },
    processError: () => Promise.resolve(),
  });
  return {
    copies,
    resultsOf: (requestId) => results.filter(({ data }) => data.requestId === requestId),
    count: () => results.length,
    stop: () => receiver.close(),
  };
}
