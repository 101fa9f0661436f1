import type { DecisionReading } from '../alerts/reading';
import type {
  ApprovalDecision,
  ApprovalRequest,
  DecidedAnswer,
  OpenAnswer,
  RecordedDecision,
} from '../core/approval';
import { answerDecided, answerOpen } from '../core/approval';
import { compact } from '../core/compact';
import { decisionKey } from '../core/ids';
import { isDirect } from '../core/received-by';
import { outcomeOfLateDecision } from '../core/message-outcomes';
import type { Approval } from '../ports/ledger';
import type { Answer, FirstAnswer } from './answer';
import { decideMany } from './decide-many';
import type { Dependencies } from './dependencies';
import { finishApproval } from './finish-approval';
import { senderOf } from './incoming-message';
import type { MessageItem } from './publish-for-message';
import { publishForMessage, rejectMessage } from './publish-for-message';

/**
 * Answers a decision. The first that counts is recorded, by one conditional write, and what follows from it is
 * published as an outcome of the request that waited; any other is answered and changes nothing.
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
    return answer.kind === 'denied' ? deny('by', answer.detail) : answer.answers;
  }
  const approval = await dependencies.ledger.approvals.find(target.approval);
  if (!approval) {
    return reading.decision === 'expire' ? [] : deny('confirmation', 'does not match a pending request');
  }
  const answer = await answerAndRecord(dependencies, approval, decisionOf(item, reading));
  if (answer.kind === 'denied') return deny('by', answer.detail);
  const answers = await follow(
    dependencies,
    { ...item, requestId: reading.requestId },
    approval.request,
    answer,
  );
  // What expired is kept by the request that waited, not by the decision on it.
  return answers.map((one) =>
    one.kind === 'published' && one.outcome.status === 'expired' ? { ...one, needsNoOriginal: true } : one,
  );
}

function decisionOf(
  { message }: MessageItem,
  { requestId, decision, by }: DecisionReading,
): ApprovalDecision {
  // Every message that ends a wait whose time is over brings the same decision.
  const key = decision === 'expire' ? 'expiry' : decisionKey(requestId, message.body);
  return compact({ decision, by: by === '' ? undefined : by, key });
}

/** What follows from a decision: its answer, and whether the expiry was recorded on its way. */
type Answered = { readonly expiry?: RecordedDecision } & (
  DecidedAnswer | Extract<OpenAnswer, { readonly kind: 'wait' }>
);

/** Answers a decision, and records it if it is the first. */
async function answerAndRecord(
  { policy, clock, ledger }: Dependencies,
  { request, decision: recorded }: Approval,
  decision: ApprovalDecision,
): Promise<Answered> {
  if (recorded) return answerDecided(decision, recorded, request, policy);
  const answer = answerOpen(decision, request, policy, clock.now());
  switch (answer.kind) {
    case 'record': {
      const first = await ledger.approvals.decide(request.id, answer.decision);
      return answerDecided(decision, first, request, policy);
    }
    case 'expireFirst': {
      // Another instance may have recorded a decision in the meantime: then that one counts.
      const first = await ledger.approvals.decide(request.id, answer.expiry);
      const expiry = first.decision === 'expire' ? first : undefined;
      return { ...answerDecided(decision, first, request, policy), ...compact({ expiry }) };
    }
    case 'denied':
    case 'wait':
      return answer;
  }
}

/** Does what follows from the answer to a decision. */
async function follow(
  dependencies: Dependencies,
  item: MessageItem,
  request: ApprovalRequest,
  answer: Exclude<Answered, { readonly kind: 'denied' }>,
): Promise<readonly FirstAnswer[]> {
  const { message } = item;
  const { expiry } = answer;
  const expired = expiry ? [await finishApproval(dependencies, message, request, expiry)] : [];
  switch (answer.kind) {
    case 'finish':
      return [await finishApproval(dependencies, message, request, answer.decision)];
    case 'tooLate': {
      const late = await publishForMessage(dependencies, item, (context) =>
        outcomeOfLateDecision(context, request, answer),
      );
      return [...expired, late];
    }
    case 'wait':
      return [{ kind: 'retry', at: answer.until, reason: 'notDueYet' }];
    case 'ignore':
      return [];
  }
}
