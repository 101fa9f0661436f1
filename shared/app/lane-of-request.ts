import type { Lane } from '../core/lane';
import { firstAnswer } from '../core/rules/rule';
import { urgencyRules } from '../core/rules/urgency-rules';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import type { RequestWork } from './work';

type Choosing = Pick<Dependencies, 'policy' | 'urgentShares'>;

/** The lane of a request: that of urgent ones if it is urgent, and its source has not had its share of them. */
export function laneOf(
  { policy, urgentShares }: Choosing,
  {
    request,
    partition,
    approved,
    confirmation,
  }: Pick<RequestWork, 'request' | 'partition' | 'approved' | 'confirmation'>,
): Lane {
  const urgency = firstAnswer(urgencyRules, { request, isApproved: approved !== undefined, policy });
  if (!urgency) return 'ordinary';
  const use = {
    source: `${policy.tenantId} ${urgency.source}`,
    // Users of one request are approved one by one.
    request: confirmation?.id ?? partition,
    users: approved ? 1 : request.users.length,
    limit: policy.urgent,
  };
  return urgentShares(use) ? 'urgent' : 'ordinary';
}

/**
 * Has a request done in its lane. One that came by the urgent queue and is not urgent goes on at once where the others are, and
 * keeps nobody waiting.
 */
export function inLane<Work extends RequestWork, Answered>(
  process: (dependencies: Dependencies, request: Work) => Promise<readonly Answered[]>,
  cameBy: Lane = 'ordinary',
): (dependencies: Dependencies, registered: Work) => Promise<readonly (Answered | Retry)[]> {
  return (dependencies, registered) => {
    const lane = laneOf(dependencies, registered);
    if (cameBy === 'ordinary' || lane === 'urgent') return process(dependencies, { ...registered, lane });
    return Promise.resolve([{ kind: 'retry', at: dependencies.clock.now(), reason: 'notUrgent' }]);
  };
}
