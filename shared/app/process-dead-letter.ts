import type { Detail } from '../core/detail';
import { detail, writeDetail } from '../core/detail';
import { fallbackRequestId } from '../core/ids';
import type { DeadLetter } from '../ports/dead-letters';
import { Unavailable } from '../ports/unavailable';
import type { Answer, Processed } from './answer';
import { earliest, publishedOf, retriesOf, retryWhenAvailable } from './answer';
import type { Dependencies } from './dependencies';
import { answerWithFailure } from './end-message';
import { fetchOriginal } from './fetch-original';
import type { IncomingMessage } from './incoming-message';
import { keepIfNotDone } from './keep-original';
import { rejectMessage } from './publish-for-message';

/** After so many failures a dead letter is set aside: it is answered and kept without being read. */
export const MAX_FAILURES = 5;
const MAX_REASON = 500;
/** The broker's reason when the host has failed on a message again and again. */
const DELIVERED_TOO_OFTEN = 'MaxDeliveryCountExceeded';

/**
 * Answers a message of the broker's dead-letter queue: users without an outcome get `failed`, a message that cannot be
 * read gets `rejected`, each with the broker's reason; a recorded outcome is published again, and a recorded decision is
 * finished. Nobody is revoked here. Without `retry` the original is in quarantine if it was not done, and the dead letter
 * may be removed; with it, it must be processed again.
 *
 * @throws when an invariant is broken; after `MAX_FAILURES` of these the message is answered without being read
 */
export async function processDeadLetter(dependencies: Dependencies, letter: DeadLetter): Promise<Processed> {
  const why = reasonOf(letter);
  try {
    const message = await fetchOriginal(dependencies, letter);
    const answers =
      letter.failures >= MAX_FAILURES
        ? [await answerUnread(dependencies, message, why, letter.failures)]
        : await answerWithFailure(dependencies, triedBefore(message, letter), {
            rule: 'not-dead-lettered',
            detail: why,
          });
    const published = publishedOf(answers);
    const retry = earliest(retriesOf(answers));
    if (retry) return { published, retry };
    await keepIfNotDone(dependencies, message, published);
    return { published };
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    return { published: [], retry: retryWhenAvailable(failure, letter.history.attempts, dependencies) };
  }
}

/** One that an earlier run has left counts as tried, like a copy: what is on the topic is not published again every minute. */
function triedBefore(message: IncomingMessage, { wasLeft }: DeadLetter): IncomingMessage {
  const { history } = message;
  return wasLeft ? { ...message, history: { ...history, attempts: history.attempts + 1 } } : message;
}

function answerUnread(
  dependencies: Dependencies,
  message: IncomingMessage,
  why: Detail,
  failures: number,
): Promise<Answer> {
  const requestId = fallbackRequestId(message.body, message.history);
  const receivedAt = dependencies.clock.now();
  return rejectMessage(dependencies, { message, requestId, receivedAt }, [
    { path: '$', message: writeDetail(why) },
    { path: '$', message: `The message was set aside: answering it has failed ${String(failures)} times.` },
  ]);
}

function reasonOf({ reason: given = 'no reason given', description, section }: DeadLetter): Detail {
  const reason = (description === undefined ? given : `${given}: ${description}`).slice(0, MAX_REASON);
  return given === DELIVERED_TOO_OFTEN && section !== undefined
    ? detail('deadLetteredBody', { reason, section })
    : detail('deadLettered', { reason });
}
