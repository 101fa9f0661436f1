import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus';
import type { Entities } from '../../config/config';
import type { Result } from '../../messages/result-schema';
import { resultSchema } from '../../messages/result-schema';
import type { Clock, RequestChannel } from '../../ports/ports';

const PEEK_AT_A_TIME = 100;
const PEEK_EVERY_MS = 200;

/**
 * Sends requests and watches a subscription of the results topic for their outcomes. It only peeks: whoever
 * consumes that subscription misses nothing.
 */
export function serviceBusRequestChannel(
  client: ServiceBusClient,
  entities: Entities,
  subscription: string,
  clock: Clock,
): RequestChannel {
  return {
    async send({ id, body }) {
      const sender = client.createSender(entities.requestQueue);
      await sender.sendMessages({
        body: Buffer.from(body),
        contentType: 'application/json',
        messageId: id,
        correlationId: id,
      });
    },
    async *outcomes(requestId, expected, timeoutMs) {
      const receiver = client.createReceiver(entities.resultsTopic, subscription);
      const deadline = clock.monotonicMs() + timeoutMs;
      const seen = new Set<string>();
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
    },
    close: () => client.close(),
  };
}

/** The next messages that this receiver has not peeked at yet. */
async function peek(
  receiver: ServiceBusReceiver,
  requestId: string,
): Promise<{ readonly results: Result[]; readonly more: boolean }> {
  const messages = await receiver.peekMessages(PEEK_AT_A_TIME);
  const results = messages
    .filter(({ correlationId }) => correlationId === requestId)
    .flatMap(({ body }) => readResult(body));
  return { results, more: messages.length > 0 };
}

/** A body that is no result of this version is not an answer. */
function readResult(body: unknown): Result[] {
  try {
    const value: unknown = Buffer.isBuffer(body) ? JSON.parse(body.toString('utf8')) : body;
    const parsed = resultSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
