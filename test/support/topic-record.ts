import type { ServiceBusClient } from '@azure/service-bus';
import type { EvictionEvent } from '../../shared/messages/eviction-schema';
import { evictionSchema } from '../../shared/messages/eviction-schema';
import type { MethodEvent } from '../../shared/messages/method-schema';
import { methodEventSchema } from '../../shared/messages/method-schema';
import type { Result } from '../../shared/messages/result-schema';
import { resultSchema } from '../../shared/messages/result-schema';
import type { ServiceEvent } from '../../shared/messages/service-schema';
import { serviceEventSchema } from '../../shared/messages/service-schema';

/** Everything that came on a subscription, copies included. */
export interface TopicRecord {
  /** The bodies of each outcome, by its id. */
  readonly copies: ReadonlyMap<string, readonly Buffer[]>;
  /** Outcomes of a request, each once. */
  resultsOf(requestId: string): Result[];
  /** The events of methods that were pending in an outcome, copies included. */
  methodEventsOf(outcomeId: string): MethodEvent[];
  /** The events of changes of the service, copies included. */
  serviceEvents(): readonly ServiceEvent[];
  /** The verdicts on revocations, copies included. */
  evictions(): readonly EvictionEvent[];
  /** How many different outcomes have come. */
  count(): number;
  stop(): Promise<void>;
}

/** Takes and completes every message of a subscription from now on. */
export function recordTopic(client: ServiceBusClient, topic: string, subscription: string): TopicRecord {
  const copies = new Map<string, Buffer[]>();
  const results: Result[] = [];
  const methodEvents: MethodEvent[] = [];
  const serviceEvents: ServiceEvent[] = [];
  const evictions: EvictionEvent[] = [];
  const receiver = client.createReceiver(topic, subscription, { skipParsingBodyAsJson: true });
  receiver.subscribe({
    processMessage: (message) => {
      const body = message.body as Buffer;
      const event: unknown = JSON.parse(body.toString());
      const change = serviceEventSchema.safeParse(event);
      if (change.success) {
        serviceEvents.push(change.data);
        return Promise.resolve();
      }
      const late = methodEventSchema.safeParse(event);
      if (late.success) {
        methodEvents.push(late.data);
        return Promise.resolve();
      }
      const eviction = evictionSchema.safeParse(event);
      if (eviction.success) {
        evictions.push(eviction.data);
        return Promise.resolve();
      }
      const result = resultSchema.parse(event);
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
    methodEventsOf: (outcomeId) => methodEvents.filter(({ data }) => data.outcomeId === outcomeId),
    serviceEvents: () => serviceEvents,
    evictions: () => evictions,
    count: () => results.length,
    stop: () => receiver.close(),
  };
}
