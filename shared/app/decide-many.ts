import type { DecisionReading } from '../alerts/reading';
import type { ApprovalRequest, ManyTargets } from '../core/approval';
import { compact } from '../core/compact';
import { denialByApprovers, isTarget } from '../core/approval';
import { detail } from '../core/detail';
import { decisionMessageId } from '../core/ids';
import { propertiesOf } from '../messages/message-history';
import type { Answer } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { senderOf } from './incoming-message';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo } from './publish-for-message';

const MAX_PARALLEL_MESSAGES = 16;

/**
 * Turns one decision on many requests into a message with a decision on each, which all instances share. Repeating it
 * is harmless: each message has an id that follows from this one.
 */
export async function decideMany(
  dependencies: Dependencies,
  item: MessageItem,
  reading: DecisionReading,
  target: ManyTargets,
): Promise<
  | { readonly kind: 'denied'; readonly detail: string }
  | { readonly kind: 'answered'; readonly answers: readonly Answer[] }
> {
  const { policy, requestQueue } = dependencies;
  const { requestId, decision, by } = reading;
  const denial = denialByApprovers(by, policy);
  if (denial !== undefined) return { kind: 'denied', detail: denial };
  const targets = await targetsOf(dependencies, item, target);
  if (targets.length === 0) {
    const nothing = { alert: {}, detail: detail('nothingPending') };
    const answer = await publishNothingToDo(dependencies, { ...item, requestId }, nothing);
    return { kind: 'answered', answers: [answer] };
  }
  const { history, traceparent } = item.message;
  const receivedBy = senderOf(item.message);
  await inParallel(targets, MAX_PARALLEL_MESSAGES, ({ id }) =>
    requestQueue.send({
      id: decisionMessageId(requestId, history.replay, id),
      body: new TextEncoder().encode(JSON.stringify({ confirmation: id, decision, by })),
      contentType: 'application/json',
      properties: compact({ traceparent, ...propertiesOf({ origin: {}, attempts: 0, receivedBy }) }),
    }),
  );
  return { kind: 'answered', answers: [] };
}

/** Requests that were held after the decision was made are not meant, however often its message is delivered. */
async function targetsOf(
  { ledger }: Dependencies,
  { message, receivedAt }: MessageItem,
  target: ManyTargets,
): Promise<readonly ApprovalRequest[]> {
  const decidedAt = Date.parse(message.history.origin.enqueuedAt ?? receivedAt.toISOString());
  const targets: ApprovalRequest[] = [];
  for await (const request of ledger.approvals.pending()) {
    if (isTarget(target, request) && Date.parse(request.requestedAt) <= decidedAt) targets.push(request);
  }
  return targets;
}
