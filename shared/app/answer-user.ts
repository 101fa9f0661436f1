import { outcomeKey } from '../core/ledger-key';
import type { Outcome } from '../core/outcome';
import { outcomeId } from '../core/outcome-id';
import type { UserReference } from '../core/user-reference';
import { answerOnce } from './answer-once';
import type { Dependencies } from './dependencies';
import type { Ending, Waiting } from './ending';
import type { RequestInProgress, UserInProgress } from './process-user';

/**
 * Answers one user of a request once, under the outcome's own id and entry; what came of a confirmation has others than
 * that it was waited for.
 */
export function answerUser(
  dependencies: Dependencies,
  inProgress: RequestInProgress,
  reference: UserReference,
  work: (user: UserInProgress) => Promise<Outcome | Waiting>,
): Promise<Ending> {
  const { identity, partition, traceparent, confirmation } = inProgress;
  const id = outcomeId(identity, reference, confirmation?.id);
  return answerOnce(dependencies, {
    key: outcomeKey(partition, reference, confirmation?.id),
    traceparent,
    work: (stopwatch) => work({ ...inProgress, outcomeId: id, stopwatch }),
  });
}
