import type { ApprovalDecision, RecordedDecision } from '../core/approval';
import { tooLateFor } from '../core/approval';
import type { Caller } from '../core/caller';
import { writeDetail } from '../core/detail';
import { apiDecisionId, decisionKey } from '../core/ids';
import { senderOfCaller } from '../core/received-by';
import { propertiesOf } from '../messages/message-history';
import type { Approval } from '../ports/ledger';
import type { NewMessage } from '../ports/request-queue';
import { admitDecider } from './admit-decider';
import { admitWork } from './admit-work';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import { answerAndRecord } from './record-decision';
import { resumeDecision } from './resume-decisions';
import { tenantToDecideIn } from './tenant-dependencies';

/** What a person decides over the API. */
export interface PersonsDecision {
  readonly approval: string;
  readonly decision: 'approve' | 'decline';
  readonly person: Caller;
}

export type DecidedOverApi =
  | { readonly kind: 'decided'; readonly decision: RecordedDecision }
  | { readonly kind: 'notFound' }
  /** The person may not decide on this. */
  | { readonly kind: 'denied'; readonly detail: string }
  /** Another decision counts, or the time is over. */
  | { readonly kind: 'tooLate'; readonly detail: string }
  | Retry;

/**
 * Decides on a request that waits for approval, as a decision on the queue does, but answers at once: the person is admitted
 * and the decision recorded here. What follows is done by the message that brings a decision, which finds it recorded.
 *
 * @throws Unavailable when the ledger or the queue is; repeating the call is harmless
 */
export async function decideOverApi(
  app: Dependencies,
  { approval: id, decision, person }: PersonsDecision,
): Promise<DecidedOverApi> {
  const approval = await app.ledger.approvals.find(id);
  if (!approval) return { kind: 'notFound' };
  const { tenantId } = approval.request.identity;
  const sender = senderOfCaller(person.objectId);
  const tenant = await tenantToDecideIn(app, { named: tenantId, sender });
  if (tenant.kind === 'denied') return { kind: 'denied', detail: writeDetail(tenant.detail) };
  const message = messageOf(id, decision, person);
  const key = decisionKey(message.id, message.body);
  return admitWork(app, {
    tenantId,
    attempts: 0,
    work: (answered) =>
      app.permits.run(async () => {
        const decided = await decide(tenant.dependencies, approval, { decision, key, person });
        if (decided.kind === 'retry') return decided;
        answered();
        if (decided.kind === 'decided') await app.requestQueue.send(message);
        return decided;
      }),
  });
}

/** Admits the person and records the decision, unless another is recorded. */
async function decide(
  dependencies: Dependencies,
  approval: Approval,
  { decision, key, person }: Pick<PersonsDecision, 'decision' | 'person'> & { readonly key: string },
): Promise<Exclude<DecidedOverApi, { readonly kind: 'notFound' }>> {
  const { objectId, tenantId } = person;
  const { request, decision: recorded } = approval;
  // Anybody could have sent the same message to the request queue; that decision is in nobody's proven name.
  if (recorded?.key === key && recorded.provenBy) return { kind: 'decided', decision: recorded };
  if (recorded) return tooLate(recorded);
  const admission = await admitDecider(dependencies, { attempts: 0 }, objectId, request);
  if (admission.kind !== 'admitted') return admission;
  const { userPrincipalName: by = objectId } = admission.person ?? {};
  const brought: ApprovalDecision = { decision, by, provenBy: { tenantId, objectId }, key };
  const answer = await answerAndRecord(dependencies, approval, brought);
  if (answer.expiry) await resumeDecision(dependencies, request.id, key);
  switch (answer.kind) {
    case 'finish':
      return answer.decision.provenBy
        ? { kind: 'decided', decision: answer.decision }
        : tooLate(answer.decision);
    case 'tooLate':
      return { kind: 'tooLate', detail: writeDetail(answer.detail) };
    case 'wait':
      throw new Error('A decision of a person waits for nothing.');
  }
}

function tooLate(recorded: RecordedDecision): DecidedOverApi & { readonly kind: 'tooLate' } {
  return { kind: 'tooLate', detail: writeDetail(tooLateFor(recorded).detail) };
}

/** The message that brings the decision; the same one for every repetition. */
function messageOf(approval: string, decision: string, { objectId: by }: Caller): NewMessage {
  return {
    id: apiDecisionId(by, decision, approval),
    body: new TextEncoder().encode(JSON.stringify({ confirmation: approval, decision, by })),
    contentType: 'application/json',
    properties: propertiesOf({ origin: {}, attempts: 0, receivedBy: 'queue' }),
  };
}
