import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import Long from 'long';
import type { Result } from '../../messages/result-schema';
import { resultSchema } from '../../messages/result-schema';
import type { Clock } from '../../ports/clock';
import type { ResultsSubscription } from '../../ports/results-topic';

const MESSAGES_PER_PEEK = 100;
const PEEK_EVERY_MS = 200;

/**
 * Watches a subscription of the results topic for the outcomes of requests. It only peeks, so that the consumers of the
 * subscription miss nothing.
 */
export function serviceBusResultsSubscription(
  client: ServiceBusClient,
  { topic, subscription }: { readonly topic: string; readonly subscription: string },
  clock: Clock,
): ResultsSubscription {
  return {
    async *outcomes(requestIds, timeoutMs) {
      const receiver = client.createReceiver(topic, subscription);
      const deadline = clock.monotonicMs() + timeoutMs;
      const wanted = new Set(requestIds);
      const seen = new Set<string>();
      // Left out, it would be the place that all receivers of this client have reached together.
      let fromSequenceNumber = Long.ONE;
      try {
        while (clock.monotonicMs() < deadline) {
          const messages = await receiver.peekMessages(MESSAGES_PER_PEEK, { fromSequenceNumber });
          fromSequenceNumber = messages.at(-1)?.sequenceNumber?.add(1) ?? fromSequenceNumber;
          for (const result of messages.flatMap((message) => resultIn(message, wanted))) {
            if (seen.has(result.id)) continue;
            seen.add(result.id);
            yield result;
          }
          if (messages.length === 0) await clock.sleep(PEEK_EVERY_MS);
        }
      } finally {
        await receiver.close();
      }
    },
  };
}

function resultIn(
  { correlationId, body }: ServiceBusReceivedMessage,
  wanted: ReadonlySet<string>,
): readonly Result[] {
  return typeof correlationId === 'string' && wanted.has(correlationId) ? readResult(body) : [];
}

/** A body that is not a result of this version is not an answer. */
function readResult(body: unknown): readonly Result[] {
  try {
    const value: unknown = Buffer.isBuffer(body) ? JSON.parse(body.toString('utf8')) : body;
    const parsed = resultSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
