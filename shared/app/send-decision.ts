import type { RecordedDecision } from '../core/approval';
import type { ApprovalId } from '../core/ids';
import { decisionKey, provenDecisionId } from '../core/ids';
import { propertiesOf } from '../messages/message-history';
import type { NewMessage } from '../ports/request-queue';
import type { Dependencies } from './dependencies';
import { resumeDecision } from './resume-decisions';

/**
 * The key of a decision that the app has recorded itself, and of the message that has it carried out.
 *
 * @param decider the object id of a proven person, or the name of an incident
 */
export function keyOfDecision(approval: ApprovalId, decision: string, decider: string): string {
  const { id, body } = messageOf(approval, decision, decider);
  return decisionKey(id, body);
}

/**
 * Sends the app the message that has a recorded decision carried out. It proves nothing: it counts because its key is that of the
 * decision in the ledger.
 *
 * @throws Unavailable when the queue is
 */
export async function sendDecision(
  app: Pick<Dependencies, 'requestQueue'>,
  approval: ApprovalId,
  { decision, by, provenBy, key }: Pick<RecordedDecision, 'decision' | 'by' | 'provenBy' | 'key'>,
): Promise<void> {
  const decider = provenBy?.id ?? by;
  const message = decider === undefined ? undefined : messageOf(approval, decision, decider);
  if (message && decisionKey(message.id, message.body) === key) await app.requestQueue.send(message);
  else await resumeDecision(app, approval, key);
}

/** The same message for every repetition of the call. */
function messageOf(approval: ApprovalId, decision: string, by: string): NewMessage {
  return {
    id: provenDecisionId(approval, decision, by),
    body: new TextEncoder().encode(JSON.stringify({ confirmation: approval, decision, by })),
    contentType: 'application/json',
    properties: propertiesOf({ origin: {}, attempts: 0, receivedBy: 'queue' }),
  };
}
