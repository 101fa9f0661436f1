import type { DecisionReading } from '../alerts/reading';
import type { ApprovalDecision, ApprovalRequest } from '../core/approval';
import { isRestore } from '../core/approval';
import { compact } from '../core/compact';
import { detail, writeDetail } from '../core/detail';
import { decisionKey } from '../core/ids';
import { isDirect } from '../core/received-by';
import { outcomeOfLateDecision } from '../core/message-outcomes';
import type { Approval } from '../ports/ledger';
import { admitDecision, tenantOfApproval } from './admit-decision';
import type { TenantWork } from './admit-work';
import { admitAnswers } from './admit-work';
import type { Answer, FirstAnswer, Retry } from './answer';
import { decideMany } from './decide-many';
import type { Dependencies } from './dependencies';
import { finishApproval, finishOther, withoutOriginal } from './finish-approval';
import { originalOf, senderOf } from './incoming-message';
import { laneOfDecision } from './lane-of-request';
import type { MessageItem } from './publish-for-message';
import { publishReminder } from './publish-reminder';
import { publishForMessage, publishNothingToDo, rejectMessage } from './publish-for-message';
import type { Answered } from './record-decision';
import { answerAndRecord } from './record-decision';
import { resumeDecision } from './resume-decisions';

/**
 * Answers a decision. The first that counts is recorded, by one conditional write, and what follows from it is
 * published as an outcome of the request that waited; any other is answered and changes nothing. Each has a recorded
 * decision finished whose own message was lost.
 */
export async function processDecision(
  dependencies: Dependencies,
  item: MessageItem,
  reading: DecisionReading,
): Promise<readonly FirstAnswer[]> {
  const deny = async (path: string, message: string): Promise<readonly Answer[]> => [
    await rejectMessage(dependencies, { ...item, requestId: reading.requestId }, [{ path, message }]),
  ];
  if (!isDirect(senderOf(item.message))) return deny('$', 'a decision cannot come by the webhook for alerts');
  const { target } = reading;
  if (target.kind !== 'one') {
    const answer = await decideMany(dependencies, item, reading, target);
    if (answer.kind === 'answered') return answer.answers;
    return answer.kind === 'denied' ? deny('by', answer.detail) : [answer];
  }
  const approval = await dependencies.ledger.approvals.find(target.approval);
  if (!approval) {
    return reading.decision === 'expire' ? [] : deny('confirmation', 'does not match a pending request');
  }
  const decision = decisionOf(item, reading);
  const tenant = await tenantOfApproval(dependencies, item, approval, decision);
  if (tenant.kind === 'denied') return deny('confirmation', writeDetail(tenant.detail));
  await resumeOther(dependencies, item, approval, decision);
  const decide = async (answered: () => void): Promise<readonly FirstAnswer[]> => {
    const admission = await admitDecision(tenant.dependencies, item, approval, decision);
    if (admission.kind === 'denied') return deny('by', admission.detail);
    if (admission.kind === 'retry') return [admission];
    const { attempts } = item.message.history;
    const brought = { decision, person: admission.person, attempts };
    const answer = await answerAndRecord(tenant.dependencies, approval, brought);
    const named = { ...item, requestId: reading.requestId };
    const answers = await follow(dependencies, named, approval, { decision, answer });
    if (decision.decision !== 'expire' && answers.every(({ kind }) => kind !== 'retry')) answered();
    return answers;
  };
  const lane = laneOfDecision(tenant.dependencies, approval.request, reading.decision);
  return decideInTenant(dependencies, item, { ...approval.request.identity, lane }, decide);
}

/** Does what answers a decision if the tenant of the approval admits it. */
function decideInTenant(
  dependencies: Dependencies,
  { message: { history } }: MessageItem,
  inTenant: Pick<TenantWork<unknown>, 'tenantId' | 'lane'>,
  work: (answered: () => void) => Promise<readonly FirstAnswer[]>,
): Promise<readonly FirstAnswer[]> {
  const permitted: typeof work = (answered) => dependencies.permits.run(() => work(answered));
  return admitAnswers(dependencies, { ...inTenant, attempts: history.attempts, work: permitted });
}

/** The decision that a message brings. */
export function decisionOf(
  { message }: MessageItem,
  { requestId, decision, by }: DecisionReading,
): ApprovalDecision {
  // Every message that ends a wait whose time is over brings the same decision.
  const key = decision === 'expire' ? 'expiry' : decisionKey(requestId, message.body);
  return compact({ decision, by: by === '' ? undefined : by, key });
}

/** Another decision may be recorded and its message lost: whatever becomes of this one, that one is finished. */
export async function resumeOther(
  dependencies: Dependencies,
  { message }: MessageItem,
  { request, decision: recorded, isFinished }: Approval,
  decision: ApprovalDecision,
): Promise<void> {
  if (!recorded || isFinished || decision.decision === 'expire' || decision.key === recorded.key) return;
  await resumeDecision(dependencies, request.id, originalOf(message).key);
}

/** Does what follows from the answer to a decision. */
async function follow(
  dependencies: Dependencies,
  item: MessageItem,
  approval: Approval,
  { decision, answer }: { readonly decision: ApprovalDecision; readonly answer: Answered },
): Promise<readonly FirstAnswer[]> {
  const { message } = item;
  const { request, isFinished } = approval;
  const { expiry } = answer;
  const expired = expiry ? [await finishApproval(dependencies, message, request, expiry)] : [];
  switch (answer.kind) {
    case 'finish':
      return answer.decision.key === decision.key && !(isFinished && isRestore(request))
        ? [await finishApproval(dependencies, message, request, answer.decision)]
        : finishOther(dependencies, message, approval, answer.decision);
    case 'tooLate': {
      const late = await publishForMessage(dependencies, item, (context) =>
        outcomeOfLateDecision(context, request, answer),
      );
      return [...expired, withoutOriginal(late)];
    }
    case 'wait':
      return [await waitOn(dependencies, request, answer)];
    case 'open': {
      const { count, quorum } = answer;
      const counted = { by: decision.by ?? '', count, quorum };
      const why = { alert: {}, detail: detail('approvalCounted', counted) };
      return [await publishNothingToDo(dependencies, item, why)];
    }
    case 'retry':
      return [answer];
  }
}

/** Schedules the end of a wait, half-way of which the request is announced once more. */
async function waitOn(
  dependencies: Dependencies,
  request: ApprovalRequest,
  { until, isHalfOver }: Extract<Answered, { readonly kind: 'wait' }>,
): Promise<Retry> {
  const busy = isHalfOver ? await publishReminder(dependencies, request) : undefined;
  return busy ?? { kind: 'retry', at: until, reason: 'notDueYet' };
}
