import type { DecisionReading } from '../alerts/reading';
import type { ApprovalRequest, ListedTargets, ManyTargets } from '../core/approval';
import { isOfSeveralSenders, isTarget, wasSeen } from '../core/approval';
import { compact } from '../core/compact';
import { detail } from '../core/detail';
import { decisionKey, decisionMessageId } from '../core/ids';
import { tenantOfDecision } from '../core/tenant-of-request';
import { propertiesOf } from '../messages/message-history';
import type { Admission } from './admit-decider';
import { admitDecider } from './admit-decider';
import { notProven } from './admit-decision';
import { admitWork } from './admit-work';
import type { Answer } from './answer';
import type { Dependencies } from './dependencies';
import { MAX_PARALLEL_MESSAGES, inParallel } from './in-parallel';
import { senderOf } from './incoming-message';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, rejectMessage } from './publish-for-message';
import { onlyTenantToDecideIn } from './tenant-dependencies';

const SEVERAL_SENDERS = 'is the id of requests of several senders: name the confirmations';

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
  const admission = await admissionToAll(dependencies, item, by);
  if (admission && admission.kind !== 'admitted') return admission;
  const listed = target.kind === 'several' ? [] : await listedFor(dependencies, item, target);
  if (target.kind === 'request' && isOfSeveralSenders(listed)) {
    const issues = [{ path: 'request', message: SEVERAL_SENDERS }];
    return { kind: 'answered', answers: [await rejectMessage(dependencies, { ...item, requestId }, issues)] };
  }
  const approvals = target.kind === 'several' ? target.approvals : listed.map(({ id }) => id);
  if (approvals.length === 0) {
    const nothing = { alert: {}, detail: detail('nothingPending') };
    const answer = await publishNothingToDo(dependencies, { ...item, requestId }, nothing);
    return { kind: 'answered', answers: [answer] };
  }
  const { history, traceparent, body } = item.message;
  const receivedBy = senderOf(item.message);
  await inParallel(approvals, MAX_PARALLEL_MESSAGES, (id) =>
    dependencies.requestQueue.send({
      id: decisionMessageId(decisionKey(requestId, body), history.replay, id),
      body: new TextEncoder().encode(JSON.stringify({ confirmation: id, decision, by })),
      contentType: 'application/json',
      properties: compact({ traceparent, ...propertiesOf({ origin: {}, attempts: 0, receivedBy }) }),
    }),
  );
  return { kind: 'answered', answers: [] };
}

/** Whether a person may decide on all; undefined where each decision is admitted by itself. */
async function admissionToAll(
  dependencies: Dependencies,
  item: MessageItem,
  by: string,
): Promise<Admission | undefined> {
  const inTenant = await onlyTenantToDecideIn(dependencies, senderOf(item.message));
  // Where there are several, each has approvers of its own.
  if (!inTenant) return undefined;
  return admitWork(dependencies, {
    tenantId: inTenant.policy.tenantId,
    attempts: item.message.history.attempts,
    work: () =>
      inTenant.policy.approvals.proof === 'required'
        ? Promise.resolve({ kind: 'denied', detail: notProven('ID') })
        : admitDecider(inTenant, item.message.history, by),
  });
}

/**
 * The requests for approval that the person can have seen in the list, however often the message is delivered. The broker's
 * clock says when it was sent; ours, where the broker is silent.
 */
async function listedFor(
  { ledger, tenants, policy: { tenantId: home } }: Dependencies,
  { message, receivedAt }: MessageItem,
  target: ListedTargets,
): Promise<readonly ApprovalRequest[]> {
  const sentAt = new Date(message.history.origin.enqueuedAt ?? receivedAt);
  const connections = await tenants.connections();
  const sender = senderOf(message);
  const listed: ApprovalRequest[] = [];
  for await (const request of ledger.approvals.pending()) {
    const { tenantId: named } = request.identity;
    const isOurs = tenantOfDecision({ named, sender }, home, connections).kind !== 'denied';
    if (isOurs && isTarget(target, request) && wasSeen(target, request, sentAt)) listed.push(request);
  }
  return listed;
}
