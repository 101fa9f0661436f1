import type { ApprovalRequest } from '../core/approval';
import { dependsOnRequester, neededFor } from '../core/quorum';
import { requestersOf } from './admit-decider';
import type { Dependencies } from './dependencies';

/** How many persons must approve a request now; undefined while the directory cannot say it. */
export async function neededNow(
  dependencies: Dependencies,
  approval: ApprovalRequest,
): Promise<number | undefined> {
  const { policy } = dependencies;
  if (approval.restore || !dependsOnRequester(policy.approvals, approval.request)) {
    return neededFor(policy, approval, []);
  }
  const requesters = await requestersOf(dependencies, approval);
  const isUnknown = requesters.some((one) => one?.kind === 'later');
  return isUnknown ? undefined : neededFor(policy, approval, requesters);
}
