import { answerItems } from './answer-items';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import type { Processed } from './process-message';
import { keepIfNotDone } from './process-message';
import { refuseUser } from './refuse-user';

const USERS_AT_A_TIME = 8;
/** A dead letter cannot be put off, and is redelivered at once: so the next try is waited for, in ms. */
const BEFORE_NEXT_TRY_MS = 10_000;

/** Why the broker gave up on a message, as it says itself. */
export interface DeadLetterReason {
  readonly reason?: string;
  readonly description?: string;
}

/**
 * Answers a message that the broker gave up on: users without an outcome get `failed`, a message that cannot
 * be read `rejected`, each with the broker's reason; an outcome on record is told again. Nobody is revoked.
 * The original is kept before it resolves.
 *
 * @throws when that could not be done: the broker is to redeliver it.
 */
export async function processDeadLetter(
  dependencies: Dependencies,
  message: IncomingMessage,
  why: DeadLetterReason,
): Promise<Processed> {
  try {
    const endings = await answer(dependencies, message, inWords(why));
    const told = endings.flatMap((ending) => (ending.kind === 'ended' ? [ending] : []));
    if (told.length < endings.length) throw new Error('Somebody else is at work on a dead letter.');
    await keepIfNotDone(dependencies, message, told);
    return { told };
  } catch (failure) {
    await dependencies.clock.sleep(BEFORE_NEXT_TRY_MS);
    throw failure;
  }
}

function answer(
  dependencies: Dependencies,
  message: IncomingMessage,
  detail: string,
): Promise<readonly Ending[]> {
  return answerItems(dependencies, message, {
    process: (inProgress) =>
      inParallel(inProgress.request.users, USERS_AT_A_TIME, (reference) =>
        refuseUser(dependencies, inProgress, reference, {
          objection: { rule: 'not-dead-lettered', status: 'failed', detail },
        }),
      ),
    besides: [{ path: '$', message: detail }],
  });
}

function inWords({ reason = 'no reason given', description }: DeadLetterReason): string {
  const said = description === undefined ? reason : `${reason}: ${description}`;
  return `The broker gave the message up: ${said.slice(0, 500)}`;
}
