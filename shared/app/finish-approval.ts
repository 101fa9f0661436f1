import type { ApprovalRequest, RecordedDecision } from '../core/approval';
import { isOfSteps, isRestore } from '../core/approval';
import { compact } from '../core/compact';
import type { Denial } from '../core/denial';
import { detail } from '../core/detail';
import { requestPartition } from '../core/ids';
import type { OutcomeConfirmation } from '../core/outcome';
import type { Approval } from '../ports/ledger';
import type { Answer, FirstAnswer, Published } from './answer';
import { denyUser } from './deny-user';
import type { Dependencies } from './dependencies';
import { endAskedSteps } from './end-steps';
import { disconnectedDenial, ofDisconnected } from './left-tenant';
import type { IncomingMessage } from './incoming-message';
import { laneOfDecision } from './lane-of-request';
import { restoreUser } from './restore-user';
import { revokeUser } from './revoke-user';
import { takeSteps } from './take-steps';
import { dependenciesIn } from './tenant-dependencies';
import type { RequestWork } from './work';

/**
 * Does what follows from a recorded decision: carries the request out in its tenant, or publishes that it was not carried
 * out.
 */
export async function finishApproval(
  dependencies: Dependencies,
  message: IncomingMessage,
  approval: ApprovalRequest,
  decision: RecordedDecision,
): Promise<FirstAnswer> {
  const { tenantId } = approval.identity;
  const inTenant = await dependenciesIn(dependencies, tenantId);
  if (inTenant && decision.decision === 'approve') {
    const work = workOf(message, approval, decision);
    if (isRestore(approval)) return restoreUser(inTenant, work, approval);
    if (isOfSteps(approval)) return takeSteps(inTenant, work, approval);
    const lane = laneOfDecision(inTenant, approval, decision.decision);
    return revokeUser(inTenant, { ...work, lane }, approval.reference);
  }
  const denial =
    decision.decision === 'approve' ? disconnectedDenial(tenantId) : denialOf(decision, approval);
  return endWithDenial(dependencies, message, { approval, decision, denial });
}

/**
 * Finishes a decision that another message brought, unless it is finished. It waits for the end of a lease, whose holder
 * may have died; while a backend fails, it is left to the message that brought it and to the next sweep, so that their
 * copies do not add up.
 */
export async function finishOther(
  dependencies: Dependencies,
  message: IncomingMessage,
  { request, isFinished }: Approval,
  decision: RecordedDecision,
): Promise<readonly FirstAnswer[]> {
  const isReplay = message.history.replay !== undefined;
  if (isFinished && (!isReplay || isRestore(request))) return [];
  const answer = await finishApproval(dependencies, message, request, decision);
  if (isReplay) return [answer];
  if (answer.kind === 'published') return [withoutLeft(answer)];
  return isLeft(answer) ? [] : [answer];
}

function isLeft(retry: FirstAnswer): boolean {
  return retry.kind === 'retry' && retry.reason !== 'claimed';
}

function withoutLeft({ retry, callMethods, ...published }: Published): Published {
  if (callMethods) return { ...published, callMethods: async () => withoutLeft(await callMethods()) };
  return retry && !isLeft(retry) ? { ...published, retry } : published;
}

/** A message that ends a wait, or comes after it, holds nothing that could be carried out later. */
export function withoutOriginal(answer: Answer): Answer {
  return answer.kind === 'published' ? { ...answer, needsNoOriginal: true } : answer;
}

/** Publishes that a request on which a decision is recorded was not carried out. */
export async function endWithDenial(
  dependencies: Dependencies,
  message: IncomingMessage,
  {
    approval,
    decision,
    denial,
  }: { readonly approval: ApprovalRequest; readonly decision: RecordedDecision; readonly denial: Denial },
): Promise<Answer> {
  const { reference, user, identity } = approval;
  const { tenantId } = identity;
  const inTenant = (await dependenciesIn(dependencies, tenantId)) ?? ofDisconnected(dependencies, tenantId);
  // What a person has declined is decided: it is not asked for again in the name of the same alert.
  if (isOfSteps(approval) && decision.decision !== 'decline') await endAskedSteps(inTenant, approval);
  const answer = await denyUser(inTenant, workOf(message, approval, decision), reference, { denial, user });
  return decision.decision === 'expire' ? withoutOriginal(answer) : answer;
}

function workOf(
  { history, traceparent }: IncomingMessage,
  { id, identity, request, user, expiresAt, receivedAt, restore }: ApprovalRequest,
  recorded: RecordedDecision,
): RequestWork {
  const { decision, at } = recorded;
  // A replay is a request of its own; an approval to undo a containment is used once, as who may send may replay.
  const { replay = identity.replay } = restore ? identity : history;
  const replayed = compact({ ...identity, replay });
  return {
    request,
    identity: replayed,
    partition: requestPartition(replayed),
    // Waiting for a person does not make a request old: its approval has an end of its own.
    age: { since: new Date(history.refreshedAt ?? at), attempts: history.attempts },
    receivedAt: new Date(receivedAt),
    traceparent,
    named: new Map(),
    confirmation: { id, expiresAt, ...confirmationOf(recorded) },
    ...(decision === 'approve' && { approved: { userId: user.id } }),
  };
}

/** What an outcome says of the decision that it follows from. */
function confirmationOf({
  decision,
  by,
  provenBy,
  approvers,
  quorum,
  at,
}: RecordedDecision): Omit<OutcomeConfirmation, 'id' | 'expiresAt'> {
  return compact({
    decision,
    decidedAt: at,
    by,
    byProven: provenBy && (true as const),
    byId: provenBy?.id,
    approvers: approvers?.map(({ id, userPrincipalName }) => compact({ id, userPrincipalName })),
    quorum,
  });
}

/** Why a request on which a person decided, or nobody in time, is not carried out. */
export function denialOf(
  { decision, by = 'a person', at }: RecordedDecision,
  { restore, contain }: Pick<ApprovalRequest, 'restore' | 'contain'>,
): Denial {
  if (restore) {
    return decision === 'decline'
      ? { rule: 'not-declined', status: 'declined', detail: detail('restoreDeclined', { by }) }
      : { rule: 'decided-in-time', status: 'expired', detail: detail('restoreUndecided', { time: at }) };
  }
  if (contain) {
    return decision === 'decline'
      ? { rule: 'not-declined', status: 'declined', detail: detail('stepsDeclined', { by }) }
      : { rule: 'decided-in-time', status: 'expired', detail: detail('stepsUndecided', { time: at }) };
  }
  return decision === 'decline'
    ? { rule: 'not-declined', status: 'declined', detail: detail('declinedBy', { by }) }
    : { rule: 'decided-in-time', status: 'expired', detail: detail('undecided', { time: at }) };
}
