import type { ApprovalRequest } from '../core/approval';
import { dependsOnRequester, neededApprovers } from '../core/quorum';
import { requestersOf } from './admit-decider';
import type { Dependencies } from './dependencies';

/** How many persons must approve a request now; undefined while the directory cannot say it. */
export async function neededNow(
  dependencies: Dependencies,
  approval: ApprovalRequest,
): Promise<number | undefined> {
  const { approvals } = dependencies.policy;
  const { request } = approval;
  if (!dependsOnRequester(approvals, request)) return neededApprovers(approvals, request, []);
  const requesters = await requestersOf(dependencies, approval);
  const isUnknown = requesters.some((one) => one?.kind === 'later');
  return isUnknown ? undefined : neededApprovers(approvals, request, requesters);
}
