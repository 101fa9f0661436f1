import type { DecisionReading } from '../alerts/reading';
import type { ManyTargets } from '../core/approval';
import { isTarget, wasSeen } from '../core/approval';
import { compact } from '../core/compact';
import { detail } from '../core/detail';
import { decisionMessageId } from '../core/ids';
import { propertiesOf } from '../messages/message-history';
import type { Admission } from './admit-decider';
import { admitDecider } from './admit-decider';
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
  | Exclude<Admission, { readonly kind: 'admitted' }>
  | { readonly kind: 'answered'; readonly answers: readonly Answer[] }
> {
  const { requestId, decision, by } = reading;
  const admission = await admitDecider(dependencies, item, by);
  if (admission.kind !== 'admitted') return admission;
  const approvals = await approvalsOf(dependencies, item, target);
  if (approvals.length === 0) {
    const nothing = { alert: {}, detail: detail('nothingPending') };
    const answer = await publishNothingToDo(dependencies, { ...item, requestId }, nothing);
    return { kind: 'answered', answers: [answer] };
  }
  const { history, traceparent } = item.message;
  const receivedBy = senderOf(item.message);
  await inParallel(approvals, MAX_PARALLEL_MESSAGES, (id) =>
    dependencies.requestQueue.send({
      id: decisionMessageId(requestId, history.replay, id),
      body: new TextEncoder().encode(JSON.stringify({ confirmation: id, decision, by })),
      contentType: 'application/json',
      properties: compact({ traceparent, ...propertiesOf({ origin: {}, attempts: 0, receivedBy }) }),
    }),
  );
  return { kind: 'answered', answers: [] };
}

/**
 * The requests for approval that a decision is about: those that it names, or those that the person can have seen,
 * however often its message is delivered. The broker's clock says when it was sent; ours, where the broker is silent.
 */
async function approvalsOf(
  { ledger }: Dependencies,
  { message, receivedAt }: MessageItem,
  target: ManyTargets,
): Promise<readonly string[]> {
  if (target.kind === 'several') return target.approvals;
  const sentAt = new Date(message.history.origin.enqueuedAt ?? receivedAt);
  const approvals: string[] = [];
  for await (const request of ledger.approvals.pending()) {
    if (isTarget(target, request) && wasSeen(target, request, sentAt)) approvals.push(request.id);
  }
  return approvals;
}
