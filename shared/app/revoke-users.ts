import type { UserReference } from '../core/user-reference';
import type { Answer, Retry } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { revokeUser } from './revoke-user';
import type { RequestWork } from './work';

/** Users of one request that are processed side by side: enough to hide Graph's latency, and no burst. */
const MAX_PARALLEL_USERS = 8;

/**
 * Answers users of a request, side by side. The directory is only eventually consistent, so that a user whom it does not
 * know is looked up once more: after all others have been answered, and some seconds later.
 */
export async function revokeUsers(
  dependencies: Dependencies,
  request: RequestWork,
  references: readonly UserReference[],
): Promise<readonly Answer[]> {
  const first = await inParallel(references, MAX_PARALLEL_USERS, async (reference) => ({
    reference,
    answer: await revokeUser(dependencies, request, reference),
  }));
  const notFound = first.filter(({ answer }) => isNotFoundYet(answer));
  const latest = Math.max(...notFound.map(({ answer }) => (isNotFoundYet(answer) ? answer.at.getTime() : 0)));
  if (notFound.length === 0) return first.map(({ answer }) => answer);
  const { clock } = dependencies;
  await clock.sleep(Math.max(0, latest - clock.now().getTime()));
  const again = { ...request, hasLookedBefore: true };
  const second = await inParallel(notFound, MAX_PARALLEL_USERS, ({ reference }) =>
    revokeUser(dependencies, again, reference),
  );
  const others = first.flatMap(({ answer }) => (isNotFoundYet(answer) ? [] : [answer]));
  return [...others, ...second];
}

function isNotFoundYet(answer: Answer): answer is Retry {
  return answer.kind === 'retry' && answer.reason === 'notFoundYet';
}
