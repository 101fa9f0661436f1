import type { ApprovalRequest, RecordedDecision } from '../core/approval';
import type { ApprovalId, Partition } from '../core/ids';
import type { Lane } from '../core/lane';
import { firstAnswer } from '../core/rules/rule';
import { urgencyRules } from '../core/rules/urgency-rules';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import type { RequestWork } from './work';

type Choosing = Pick<Dependencies, 'policy' | 'urgentShares'>;

/** A request whose lane is chosen. */
interface Chosen extends Pick<RequestWork, 'request'> {
  /** The same for every delivery; that of its approval for one that a person has approved for one of its users. */
  readonly id: Partition | ApprovalId;
  readonly isApproved?: boolean;
}

/** The lane of a request: that of urgent ones if it is urgent, and its source has not had its share of them. */
export function laneOf(
  { policy, urgentShares }: Choosing,
  { request, id, isApproved = false }: Chosen,
): Lane {
  const urgency = firstAnswer(urgencyRules, { request, isApproved, policy });
  if (!urgency) return 'ordinary';
  const use = {
    source: `${policy.tenantId} ${urgency.source}`,
    request: id,
    users: isApproved ? 1 : request.users.length,
    limit: policy.urgent,
  };
  return urgentShares(use) ? 'urgent' : 'ordinary';
}

/** The lane of what follows from a decision. */
export function laneOfDecision(
  choosing: Choosing,
  { id, request, restore, contain }: Pick<ApprovalRequest, 'id' | 'request' | 'restore' | 'contain'>,
  decision: RecordedDecision['decision'],
): Lane {
  return decision === 'approve' && !restore && !contain
    ? laneOf(choosing, { request, id, isApproved: true })
    : 'ordinary';
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
    const lane = laneOf(dependencies, { ...registered, id: registered.partition });
    if (cameBy === 'ordinary' || lane === 'urgent') return process(dependencies, { ...registered, lane });
    return Promise.resolve([{ kind: 'retry', at: dependencies.clock.now(), reason: 'notUrgent' }]);
  };
}
