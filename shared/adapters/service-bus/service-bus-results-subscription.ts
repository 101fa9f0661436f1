import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus';
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
    async *outcomes(requestId, expected, timeoutMs) {
      const receiver = client.createReceiver(topic, subscription);
      const deadline = clock.monotonicMs() + timeoutMs;
      const seen = new Set<string>();
      try {
        while (seen.size < expected && clock.monotonicMs() < deadline) {
          const { results, more } = await peek(receiver, requestId);
          for (const result of results) {
            if (seen.has(result.id)) continue;
            seen.add(result.id);
            yield result;
            // An outcome without a user answers the message as a whole.
            if (result.data.user === undefined) return;
          }
          if (!more) await clock.sleep(PEEK_EVERY_MS);
        }
      } finally {
        await receiver.close();
      }
    },
  };
}

/** The next messages that this receiver has not peeked at yet. */
async function peek(
  receiver: ServiceBusReceiver,
  requestId: string,
): Promise<{ readonly results: Result[]; readonly more: boolean }> {
  const messages = await receiver.peekMessages(MESSAGES_PER_PEEK);
  const results = messages
    .filter(({ correlationId }) => correlationId === requestId)
    .flatMap(({ body }) => readResult(body));
  return { results, more: messages.length > 0 };
}

/** A body that is not a result of this version is not an answer. */
function readResult(body: unknown): Result[] {
  try {
    const value: unknown = Buffer.isBuffer(body) ? JSON.parse(body.toString('utf8')) : body;
    const parsed = resultSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
