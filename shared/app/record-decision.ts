import type { ApprovalDecision, DecidedAnswer, OpenAnswer, RecordedDecision } from '../core/approval';
import { answerDecided, answerOpen } from '../core/approval';
import type { Person } from '../core/person';
import { compact } from '../core/compact';
import type { Approval } from '../ports/ledger';
import type { Retry } from './answer';
import type { CastAnswer } from './cast-vote';
import { castVote } from './cast-vote';
import type { Dependencies } from './dependencies';

/** What follows from a decision: its answer, and whether the expiry was recorded on its way. */
export type Answered = { readonly expiry?: RecordedDecision } & (
  | DecidedAnswer
  | Extract<OpenAnswer, { readonly kind: 'wait' }>
  | Extract<CastAnswer, { readonly kind: 'open' }>
  | Retry
);

/** A decision as a message brings it, and the person who makes it; none for the app itself, and for one that is recorded. */
export interface BroughtDecision {
  readonly decision: ApprovalDecision;
  readonly person: Person | undefined;
  /** Earlier tries of the message. */
  readonly attempts: number;
}

/**
 * Answers a decision, and records it if it is the first.
 *
 * @param dependencies of the tenant of the approval
 */
export async function answerAndRecord(
  dependencies: Dependencies,
  approval: Approval,
  brought: BroughtDecision,
): Promise<Answered> {
  const { clock, ledger } = dependencies;
  const { request, decision: recorded } = approval;
  const { decision, person } = brought;
  if (recorded) return answerDecided(decision, recorded);
  const answer = answerOpen(decision, request, clock.now());
  switch (answer.kind) {
    case 'record': {
      if (decision.decision === 'approve' && person) return approve(dependencies, approval, brought, person);
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

/** An approval is a vote, and the decision once enough have approved. */
async function approve(
  dependencies: Dependencies,
  approval: Approval,
  { decision, attempts }: BroughtDecision,
  person: Person,
): Promise<Answered> {
  const { by = person.id, key } = decision;
  const vote = { person, at: dependencies.clock.now().toISOString() };
  const ballot = { verb: 'approve' as const, vote, by, key };
  const answer = await castVote(dependencies, { approval, ballot, suspects: [], attempts });
  if (answer.kind !== 'decided') return answer;
  const { decision: first } = answer;
  const expiry = first.decision === 'expire' ? first : undefined;
  return { ...answerDecided(decision, first), ...compact({ expiry }) };
}
