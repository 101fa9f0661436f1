import { approvalDigest } from '../core/approval-digest';
import type { Ballot, Counting, VoteAnswer } from '../core/approval-votes';
import { answerVote, countedVotes } from '../core/approval-votes';
import type { Person } from '../core/person';
import { isSamePerson } from '../core/person';
import { neededApprovers } from '../core/quorum';
import type { Approval } from '../ports/ledger';
import { admitPerson, requestersOf } from './admit-decider';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';

/** A vote of a person who was admitted. */
export interface Cast {
  readonly approval: Approval;
  readonly ballot: Ballot;
  /** The users whose accounts may be compromised. */
  readonly suspects: readonly Person[];
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
  const excluded = await excludedVoters(dependencies, approval, { ballot, suspects, attempts });
  if ('kind' in excluded) return excluded;
  // Who asked changes how many are needed only where decisions need proof.
  const isNeeded = policy.approvals.proof === 'required';
  const requesters = isNeeded ? await requestersOf(dependencies, request) : [];
  const counting: Counting = {
    quorum: neededApprovers(policy.approvals, request.request, requesters),
    proof: policy.approvals.proof,
    digest: approvalDigest(request, policy),
    excluded,
  };
  const answer = await ledger.approvals.vote(request.id, (votes) =>
    answerVote({ request, votes }, ballot, counting, clock.now()),
  );
  if (!answer) throw new Error('A request for approval is missing from the ledger.');
  return answer.kind === 'decided'
    ? answer
    : { kind: 'open', count: countedVotes(answer.votes, counting).length, quorum: counting.quorum };
}

/** Those who have voted and would not be admitted now. */
async function excludedVoters(
  dependencies: Dependencies,
  { request, votes = [] }: Approval,
  { ballot, suspects, attempts }: Omit<Cast, 'approval'>,
): Promise<readonly Person[] | Retry> {
  const excluded: Person[] = [];
  for (const { person } of votes) {
    if (isSamePerson(person, ballot.vote.person)) continue;
    const { userPrincipalName: by = person.id } = person;
    const decider = { by, accounts: [{ kind: 'person', person }], attempts } as const;
    const admission = await admitPerson(dependencies, decider, request);
    if (admission.kind === 'retry') return admission;
    const isSuspect = suspects.some((one) => isSamePerson(one, person));
    if (admission.kind === 'denied' || isSuspect) excluded.push(person);
  }
  return excluded;
}
