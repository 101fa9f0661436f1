import { outcomeId, outcomeKey } from '../core/ids';
import type { Outcome } from '../core/outcome';
import { requestAbout } from '../core/request';
import type { UserReference } from '../core/user-reference';
import type { Answer, NotYet, Published, Retry } from './answer';
import { askForSteps } from './ask-for-steps';
import { withWorkBeside } from './beside';
import type { Dependencies } from './dependencies';
import { outcomeOfInterrupted } from './interrupted-call';
import type { CallsUnderWay } from './other-methods';
import type { Begun } from './publish-once';
import { publishOnce } from './publish-once';
import type { MethodEnding } from './report-methods';
import { reportMethods } from './report-methods';
import { withUnfinishedSteps } from './unfinished-steps';
import type { RequestWork, UserWork } from './work';

/** How one user of a request is answered. */
export interface UserAnswering<Later extends NotYet> {
  readonly make: (user: UserWork) => Promise<Outcome | Retry | Later>;
  readonly begun?: Begun;
  /** How methods that are pending in the outcome end; absent: they are called until they answer. */
  readonly ending?: MethodEnding;
}

/**
 * Publishes the outcome of one user of a request once, under an id of its own, asks for the approval of steps that wait for one, and
 * publishes what its methods answer later. If the request waited for approval, the decision is finished with it.
 */
export async function publishUserOnce<Later extends NotYet>(
  dependencies: Dependencies,
  work: RequestWork,
  reference: UserReference,
  { make, begun, ending }: UserAnswering<Later>,
): Promise<Answer | Later> {
  const request = { ...work, request: requestAbout(work.request, reference) };
  const { identity, partition, traceparent, age, confirmation } = request;
  const id = outcomeId(identity, reference, confirmation?.id);
  const key = outcomeKey(partition, reference, confirmation?.id);
  const underWay: CallsUnderWay = new Map();
  const answer = await withWorkBeside((beside) =>
    publishOnce(dependencies, {
      key,
      traceparent,
      attempts: age.attempts,
      ...(begun && { begun }),
      make: async (stopwatch, lease) => {
        // Beside the work: the outcome states what is known when it is made.
        void dependencies.tokenLifetimes.refresh();
        const user = { ...request, reference, outcomeId: id, stopwatch, lease, underWay, beside };
        // Whatever the request is to be answered with: what was done for it must be reported.
        const made = (await outcomeOfInterrupted(dependencies, user)) ?? (await make(user));
        return 'kind' in made ? made : withUnfinishedSteps(dependencies, user, made);
      },
    }),
  );
  if (answer.kind !== 'published') return answer;
  const asked = await askForSteps(dependencies, request, reference, answer);
  if (asked?.kind === 'retry') return asked;
  const about = { request, reference, key, published: answer, underWay };
  const finish = async (reported: Published): Promise<Published> => {
    const { callMethods } = reported;
    if (callMethods) return { ...reported, callMethods: async () => finish(await callMethods()) };
    if (confirmation && !reported.retry) await dependencies.ledger.approvals.finish(confirmation.id);
    return reported;
  };
  return finish(await reportMethods(dependencies, about, ending));
}
