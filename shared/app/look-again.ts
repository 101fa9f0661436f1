import type { UserReference } from '../core/user-reference';
import type { Answer, FirstAnswer, NotFoundYet } from './answer';
import { answerUsers } from './answer-users';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { PERMITS } from './permits';
import { revokeUser } from './revoke-user';
import type { RequestWork } from './work';

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
  const requests = Map.groupBy(notFound, ({ request }) => request.partition);
  const second = await inParallel([...requests.values()], PERMITS, lookAtLast);
  return [...answers, ...second.flat()];
}

/** The last look at the users of one request. */
async function lookAtLast(notFound: readonly NotFoundYet[]): Promise<readonly Answer[]> {
  const [first] = notFound;
  if (!first) return [];
  const { dependencies, request } = first;
  return answerUsers(dependencies, {
    request,
    users: notFound.map(({ reference }) => reference),
    answer: (reference) => answerOfLastLook(dependencies, request, reference),
  });
}

async function answerOfLastLook(
  dependencies: Dependencies,
  request: RequestWork,
  reference: UserReference,
): Promise<Answer> {
  const answer = await revokeUser(dependencies, { ...request, isLastLook: true }, reference);
  if (answer.kind === 'notFoundYet') throw new Error('The last look at a user asked for another one.');
  return answer;
}
