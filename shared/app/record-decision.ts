import type { ApprovalDecision, DecidedAnswer, OpenAnswer, RecordedDecision } from '../core/approval';
import { answerDecided, answerOpen } from '../core/approval';
import { compact } from '../core/compact';
import type { Approval } from '../ports/ledger';
import type { Dependencies } from './dependencies';

/** What follows from a decision: its answer, and whether the expiry was recorded on its way. */
export type Answered = { readonly expiry?: RecordedDecision } & (
  DecidedAnswer | Extract<OpenAnswer, { readonly kind: 'wait' }>
);

/** Answers a decision, and records it if it is the first. */
export async function answerAndRecord(
  { clock, ledger }: Dependencies,
  { request, decision: recorded }: Approval,
  decision: ApprovalDecision,
): Promise<Answered> {
  if (recorded) return answerDecided(decision, recorded);
  const answer = answerOpen(decision, request, clock.now());
  switch (answer.kind) {
    case 'record': {
      const first = await ledger.approvals.decide(request.id, answer.decision);
      return answerDecided(decision, first);
    }
    case 'expireFirst': {
      // Another instance may have recorded a decision in the meantime: then that one counts.
      const first = await ledger.approvals.decide(request.id, answer.expiry);
      const expiry = first.decision === 'expire' ? first : undefined;
      return { ...answerDecided(decision, first), ...compact({ expiry }) };
    }
    case 'wait':
      return answer;
  }
}
