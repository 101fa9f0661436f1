import type { RestoreApproval } from '../core/approval';
import type { Containment } from '../core/containment';
import { writeDetail } from '../core/detail';
import type { LeftReason } from '../core/false-positive';
import { leftReasons, nameOfIncident } from '../core/false-positive';
import { restoreApprovalId } from '../core/restore-ids';
import type { Approval } from '../ports/ledger';
import type { Dependencies } from './dependencies';
import { enterRestore, prepareRestore } from './open-restore';
import type { JudgedIncident } from './other-alerts';
import { isOtherAlertOn } from './other-alerts';
import { answerAndRecord } from './record-decision';
import { keyOfDecision, sendDecision } from './send-decision';

/** What became of a containment whose incident is a false positive. */
export type RestoredByIncident =
  /** It is approved, and the message that has it carried out is sent. */
  | { readonly kind: 'approved' }
  /** A person may undo it, or it is looked at again. */
  | { readonly kind: 'left'; readonly why: string };

/**
 * Approves that a containment is undone, in the name of its incident, which was read at its source: enters a request for approval, or
 * takes the one that waits, and records the decision. What follows is done by a message of the app, as for the decision of a person. A
 * crash at any point is answered by doing it again.
 *
 * @param dependencies of the tenant of the containment
 * @throws Unavailable when the ledger or the queue is
 */
export async function restoreByIncident(
  dependencies: Dependencies,
  containment: Containment,
  judged: JudgedIncident,
): Promise<RestoredByIncident> {
  const by = nameOfIncident(judged.incident);
  const earlier = await earlierReason(dependencies, containment, by);
  if (earlier) return left(earlier);
  if (await isOtherAlertOn(dependencies, containment, judged)) return left('otherAlert');
  // The restore follows from the alert of the containment, and has its sender.
  const { receivedBy = 'queue' } = containment;
  const prepared = await prepareRestore(dependencies, containment, { by, receivedBy, attempts: 0 });
  switch (prepared.kind) {
    case 'refused':
      return { kind: 'left', why: writeDetail(prepared.detail) };
    case 'retry':
      return { kind: 'left', why: 'the directory does not answer' };
    case 'prepared': {
      const approval = await enterRestore(dependencies, containment, prepared);
      return approve(dependencies, approval, by);
    }
  }
}

function left(reason: LeftReason): RestoredByIncident {
  return { kind: 'left', why: leftReasons[reason] };
}

async function approve(
  dependencies: Dependencies,
  request: RestoreApproval,
  by: string,
): Promise<RestoredByIncident> {
  const decision = { decision: 'approve', by, key: keyOfDecision(request.id, 'approve', by) } as const;
  const brought = { decision, person: undefined, attempts: 0 };
  const answer = await answerAndRecord(dependencies, { request }, brought);
  // A person, or the end of the wait, may have come first.
  if (answer.kind !== 'finish') return left('underWay');
  await sendDecision(dependencies, request.id, answer.decision);
  return { kind: 'approved' };
}

/** Why earlier requests to undo it keep an incident from doing so. */
async function earlierReason(
  { ledger }: Pick<Dependencies, 'ledger'>,
  { outcomeId, attempt = 0 }: Containment,
  by: string,
): Promise<LeftReason | undefined> {
  const reasons = new Set<LeftReason>();
  for (let n = 0; n <= attempt; n++) {
    const asked = await ledger.approvals.find(restoreApprovalId(outcomeId, n));
    const reason = asked && reasonOf(asked, by);
    if (reason) reasons.add(reason);
  }
  return (['declined', 'tried', 'underWay'] as const).find((reason) => reasons.has(reason));
}

function reasonOf({ request, decision, isFinished }: Approval, by: string): LeftReason | undefined {
  switch (decision?.decision) {
    case undefined:
    case 'expire':
      return undefined;
    case 'decline':
      return 'declined';
    case 'approve':
      if (!isFinished) return 'underWay';
      return decision.key === keyOfDecision(request.id, 'approve', by) ? 'tried' : undefined;
  }
}
