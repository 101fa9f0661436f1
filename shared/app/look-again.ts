import type { Answer, FirstAnswer, NotFoundYet } from './answer';
import type { Dependencies } from './dependencies';
import { MAX_PARALLEL_USERS, inParallel } from './in-parallel';
import { revokeUser } from './revoke-user';

/** How long, in ms, until the users whom the directory does not know are looked up once more. */
const LOOK_AGAIN_AFTER_MS = 3000;

/**
 * Answers the users of a message whom the directory did not know, by one more look: Graph is only eventually consistent.
 * It is made once for all of them, after everything else of the message has been answered.
 */
export async function lookAgain(
  { clock }: Pick<Dependencies, 'clock'>,
  first: readonly FirstAnswer[],
): Promise<readonly Answer[]> {
  const answers = first.filter((answer) => answer.kind !== 'notFoundYet');
  const notFound = first.filter((answer) => answer.kind === 'notFoundYet');
  if (notFound.length === 0) return answers;
  await clock.sleep(LOOK_AGAIN_AFTER_MS);
  const second = await inParallel(notFound, MAX_PARALLEL_USERS, lookAtLast);
  return [...answers, ...second];
}

async function lookAtLast({ dependencies, request, reference }: NotFoundYet): Promise<Answer> {
  const answer = await revokeUser(dependencies, { ...request, isLastLook: true }, reference);
  if (answer.kind === 'notFoundYet') throw new Error('The last look at a user asked for another one.');
  return answer;
}
