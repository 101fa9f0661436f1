import { approvalDigest } from '../core/approval-digest';
import type { ApprovalVote, Ballot, Counting, VoteAnswer } from '../core/approval-votes';
import { answerVote, countedVotes } from '../core/approval-votes';
import { isSignedOutSince } from '../core/fresh-sign-in';
import type { Person } from '../core/person';
import { isSamePerson } from '../core/person';
import { approvalPolicyOf, neededFor } from '../core/quorum';
import type { Approval } from '../ports/ledger';
import { requestersOf } from './admit-decider';
import { admitAccount } from './admit-proven';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import type { PersonConcerned } from './persons-concerned';

/** A vote of a person who was admitted. */
export interface Cast {
  readonly approval: Approval;
  readonly ballot: Ballot;
  /** The users whose accounts may be compromised. */
  readonly suspects: readonly PersonConcerned[];
  /** Earlier tries of the message that brings the vote. */
  readonly attempts: number;
}

export type CastAnswer =
  | Extract<VoteAnswer, { readonly kind: 'decided' }>
  /** So many of those who are needed have approved. */
  | { readonly kind: 'open'; readonly count: number; readonly quorum: number }
  /** The directory cannot say now whether earlier votes still count. */
  | Retry;

/**
 * Records what a vote changes, and the decision if it makes one. Votes of persons who may not decide any more do not count.
 *
 * @param dependencies of the tenant of the approval
 * @throws Unavailable when the ledger is, or the request for approval changes too often
 */
export async function castVote(
  dependencies: Dependencies,
  { approval, ballot, suspects, attempts }: Cast,
): Promise<CastAnswer> {
  const { policy, ledger, clock } = dependencies;
  const { request } = approval;
  const judged = await judgeVoters(dependencies, approval, { ballot, suspects, attempts });
  if ('kind' in judged) return judged;
  const { excluded, ended } = judged;
  // Who asked changes how many are needed only where decisions need proof.
  const { proof } = approvalPolicyOf(policy, request);
  const isNeeded = proof === 'required' && !request.restore;
  const requesters = isNeeded ? await requestersOf(dependencies, request) : [];
  const counting: Counting = {
    quorum: neededFor(policy, request, requesters),
    proof,
    digest: approvalDigest(request, policy),
    excluded,
  };
  const answer = await ledger.approvals.vote(request.id, (votes) =>
    answerVote({ request, votes: standing(votes, ended) }, ballot, counting, clock.now()),
  );
  if (!answer) throw new Error('A request for approval is missing from the ledger.');
  return answer.kind === 'decided'
    ? answer
    : { kind: 'open', count: countedVotes(answer.votes, counting).length, quorum: counting.quorum };
}

/** Votes that were cast already and count no longer. */
interface Judged {
  /** Persons who would not be admitted now. */
  readonly excluded: readonly Person[];
  /** Proven votes of sign-ins that have been ended since: somebody else may have cast them. */
  readonly ended: readonly ApprovalVote[];
}

/** Looks at those who have voted, as the directory knows them now. */
async function judgeVoters(
  dependencies: Dependencies,
  { request, votes = [] }: Approval,
  { ballot, suspects, attempts }: Omit<Cast, 'approval'>,
): Promise<Judged | Retry> {
  const excluded: Person[] = [];
  const ended: ApprovalVote[] = [];
  for (const vote of votes) {
    const { person, digest, at } = vote;
    const voter = { account: person, suspects, attempts };
    const admission = await admitAccount(dependencies, voter, request);
    if (admission.kind === 'retry') return admission;
    const isOwn = isSamePerson(person, ballot.vote.person);
    if (admission.kind === 'denied') {
      if (!isOwn) excluded.push(person);
    } else if (digest !== undefined && isSignedOutSince(new Date(at), admission.sessionsValidFrom)) {
      ended.push(vote);
    }
  }
  return { excluded, ended };
}

/** The very same list where none has ended. */
function standing(votes: readonly ApprovalVote[], ended: readonly ApprovalVote[]): readonly ApprovalVote[] {
  const isEnded = ({ person, at }: ApprovalVote): boolean =>
    ended.some((one) => one.at === at && isSamePerson(one.person, person));
  return votes.some(isEnded) ? votes.filter((vote) => !isEnded(vote)) : votes;
}
