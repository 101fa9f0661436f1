import { detail } from '../core/detail';
import type { Processed } from './answer';
import type { Dependencies } from './dependencies';
import { endMessage } from './end-message';
import { fetchOriginal } from './fetch-original';
import type { IncomingMessage } from './incoming-message';

/** A dead letter cannot be scheduled, and is redelivered at once: so the next try is waited for, in ms. */
const PAUSE_BEFORE_RETRY_MS = 10_000;
const MAX_REASON = 500;

/** Why the broker moved a message to the dead-letter queue, as it says itself. */
export interface DeadLetterReason {
  readonly reason?: string;
  readonly description?: string;
}

/**
 * Answers a message of the broker's dead-letter queue: users without an outcome get `failed`, a message that cannot be
 * read gets `rejected`, each with the broker's reason; a recorded outcome is published again. Nobody is revoked. The
 * original is in quarantine before it resolves.
 *
 * @throws when that could not be done: the broker redelivers it
 */
export async function processDeadLetter(
  dependencies: Dependencies,
  message: IncomingMessage,
  given: DeadLetterReason,
): Promise<Processed> {
  const { reason = 'no reason given', description } = given;
  const text = description === undefined ? reason : `${reason}: ${description}`;
  const why = detail('deadLettered', { reason: text.slice(0, MAX_REASON) });
  try {
    const whole = await fetchOriginal(dependencies, message);
    return { published: await endMessage(dependencies, whole, { rule: 'not-dead-lettered', detail: why }) };
  } catch (failure) {
    await dependencies.clock.sleep(PAUSE_BEFORE_RETRY_MS);
    throw failure;
  }
}
