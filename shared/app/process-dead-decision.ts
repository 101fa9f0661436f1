import type { DecisionReading } from '../alerts/reading';
import { expiryOf } from '../core/approval';
import type { Denial } from '../core/denial';
import { isDirect } from '../core/received-by';
import type { Approval } from '../ports/ledger';
import { admitWork } from './admit-work';
import type { Answer } from './answer';
import type { Dependencies } from './dependencies';
import { denialOf, endWithDenial } from './finish-approval';
import type { IncomingMessage } from './incoming-message';
import { originalOf, senderOf } from './incoming-message';
import { decisionOf, resumeOther } from './process-decision';
import type { MessageItem } from './publish-for-message';
import { resumeDecision } from './resume-decisions';
import { scheduleExpiry } from './request-approval';

/**
 * Answers a decision that the broker moved to its dead-letter queue, by its real state: one that is recorded is finished
 * by a message of the app, and if that is a dead letter too, its request ends with the denial. Nobody is revoked here.
 *
 * @returns undefined when the decision is not recorded: it has changed nothing, and is to be rejected
 */
export async function processDeadDecision(
  dependencies: Dependencies,
  item: MessageItem,
  reading: DecisionReading,
  denial: Denial,
): Promise<readonly Answer[] | undefined> {
  const { message } = item;
  const { target } = reading;
  if (target.kind !== 'one' || !isDirect(senderOf(message))) return undefined;
  const approval = await dependencies.ledger.approvals.find(target.approval);
  if (!approval) return reading.decision === 'expire' ? [] : undefined;
  if (reading.decision === 'expire') return endWait(dependencies, message, approval, denial);
  const decision = decisionOf(item, reading);
  const { request, decision: recorded, isFinished } = approval;
  if (recorded?.key !== decision.key) {
    await resumeOther(dependencies, item, approval, decision);
    return undefined;
  }
  // The outcome is recorded: it is published again, and the original kept if it says so.
  if (isFinished) {
    return [await endAdmitted(dependencies, message, { approval: request, decision: recorded, denial })];
  }
  await resumeDecision(dependencies, request.id, originalOf(message).key);
  return [];
}

/** The app's own message has failed: it is not sent again, or it could fail for ever. */
async function endWait(
  dependencies: Dependencies,
  message: IncomingMessage,
  { request, decision, isFinished }: Approval,
  denial: Denial,
): Promise<readonly Answer[]> {
  const { approvals } = dependencies.ledger;
  if (isFinished) return [];
  if (!decision && dependencies.clock.now() < new Date(request.expiresAt)) {
    await scheduleExpiry(dependencies, request);
    return [];
  }
  const recorded = decision ?? (await approvals.decide(request.id, expiryOf(request)));
  const ending = recorded.decision === 'approve' ? denial : denialOf(recorded, request);
  const about = { approval: request, decision: recorded, denial: ending };
  return [await endAdmitted(dependencies, message, about)];
}

/** Ends a request if its tenant admits it, which is asked whether an interrupted call has taken effect. */
function endAdmitted(
  dependencies: Dependencies,
  message: IncomingMessage,
  about: Parameters<typeof endWithDenial>[2],
): Promise<Answer> {
  return admitWork(dependencies, {
    tenantId: about.approval.identity.tenantId,
    attempts: message.history.attempts,
    work: () => endWithDenial(dependencies, message, about),
  });
}
